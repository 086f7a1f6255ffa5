'use client';

import { useEffect, useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { SimpleSelect } from '@/components/ui/select';
import { mintDebugTokenAction } from '@/lib/actions/trace';
import { DEBUG_HEADER, DEBUG_TOKEN_MINUTES, type MintedDebugToken } from '@/lib/contract/trace';

interface MintTokenProps {
  readonly apiId: string;
  readonly stages: readonly string[];
  readonly initialStage?: string | undefined;
}

/** A token for one request to a stage, shown once with the line to paste. */
export function MintTokenDialog({
  open,
  onOpenChange,
  ...props
}: MintTokenProps & { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        {/* Inside, so that each opening starts afresh. */}
        <MintToken {...props} />
      </DialogContent>
    </Dialog>
  );
}

function MintToken({ apiId, stages, initialStage }: MintTokenProps) {
  const [stageName, setStageName] = useState(initialStage ?? stages[0] ?? '');
  const [minted, setMinted] = useState<MintedDebugToken | null>(null);
  const mint = useAction(mintDebugTokenAction, { onSuccess: setMinted });
  return (
    <>
      <DialogHeader>
        <DialogTitle>Trace one request</DialogTitle>
        <DialogDescription>
          A token has the one request that brings it traced, whatever the stage’s sample. It ends after{' '}
          {DEBUG_TOKEN_MINUTES} minutes and reaches no backend.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {minted ? (
          <div className="flex flex-col gap-3">
            <p className="text-sm">
              Shown this once. Good until <ClockTime at={minted.expiresAt} />, for one request to {stageName}:
            </p>
            <CodeBlock
              code={`curl -H '${DEBUG_HEADER}: ${minted.token}' \\\n  '${minted.invokeUrl}/'`}
              copyLabel="Copy curl command"
              wrap
            />
          </div>
        ) : (
          <SimpleSelect
            aria-label="Stage"
            className="w-56 max-sm:w-full"
            value={stageName}
            onValueChange={setStageName}
            options={stages.map((name) => ({ value: name, label: name }))}
          />
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="outline" />}>{minted ? 'Close' : 'Cancel'}</DialogClose>
        {minted ? null : (
          <Button
            loading={mint.pending}
            disabled={stageName === ''}
            onClick={() => void mint.run({ restApiId: apiId, stageName })}
          >
            Mint token
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

/** In the reader's own time zone, which the server does not know. */
function ClockTime({ at }: Readonly<{ at: string }>) {
  const [text, setText] = useState('');
  useEffect(() => setText(new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })), [at]);
  return <time dateTime={at}>{text}</time>;
}
