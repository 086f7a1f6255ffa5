'use client';

import { TextCursorInput } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { FormCard } from '@/components/form/shells';
import { RowFields } from '@/components/method/row-fields';
import { fromPairRows, pairRows, toPairRows } from '@/components/method/rows';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Textarea } from '@/components/ui/textarea';
import { stageVariables, type VariableUse } from '@/lib/contract/stage';
import { STAGE_VARIABLE } from '../../resources/method/uri-input';
import type { StageCardProps } from './card-props';
import { useStageCard } from './use-stage-card';
import { formatVariableLines, noteVariables, parseVariableLines, placesText } from './variable-lines';

const schema = z.object({ variables: pairRows(stageVariables) });

export function VariablesCard({ stage, readOnly }: StageCardProps) {
  const [text, setText] = useState<string | null>(null);
  const actionForm = useStageCard(stage, schema, { variables: toPairRows(stage.variables) }, ({ variables }) => ({
    variables: fromPairRows(variables),
  }));
  const { control, setValue } = actionForm.form;
  const rows = useWatch({ control, name: 'variables' });
  return (
    <FormCard
      actionForm={actionForm}
      title="Stage variables"
      description={
        <>
          Used as <code className="font-mono text-xs">{STAGE_VARIABLE}</code> in URIs and ARNs, as{' '}
          <code className="font-mono text-xs">stageVariables.name</code> in mappings and as{' '}
          <code className="font-mono text-xs">$stageVariables.name</code> in templates. Not for secrets.
        </>
      }
      submitLabel="Save variables"
      readOnly={readOnly}
      hint="Effective at once, without a deployment."
    >
      <RowFields
        name="variables"
        label="Variables"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'backend' },
          { key: 'value', label: 'Value', width: 'minmax(0,1.6fr)', placeholder: 'api.internal:8081' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add variable"
        empty="None. With them one definition can call another backend in each stage."
        max={100}
      />
      {readOnly ? null : (
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setText(formatVariableLines(rows))}>
          <TextCursorInput /> Edit as text
        </Button>
      )}
      <Notes names={rows.map(({ name }) => name)} uses={stage.variableUses} />
      {text === null ? null : (
        <LinesDialog
          initialText={text}
          onClose={() => setText(null)}
          onTake={(variables) => {
            setValue('variables', toPairRows(variables), { shouldDirty: true });
            setText(null);
          }}
        />
      )}
    </FormCard>
  );
}

/** Where the stage's deployment asks for them. */
function Notes({ names, uses }: Readonly<{ names: readonly string[]; uses: readonly VariableUse[] }>) {
  const { used, missing, unused } = noteVariables(names, uses);
  return (
    <>
      {missing.length > 0 ? (
        <Alert variant="warning" title="Used, but not set">
          <ul>
            {missing.map((use) => (
              <li key={use.name} className="break-words">
                <code className="font-mono text-xs">{use.name}</code> in {placesText(use)}: empty there.
              </li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {used.length + unused.length > 0 ? (
        <dl aria-label="Where variables are used" className="flex flex-col gap-1 text-xs text-muted-foreground">
          {used.map((use) => (
            <div key={use.name} className="flex min-w-0 flex-wrap gap-x-1.5">
              <dt className="font-mono text-foreground">{use.name}</dt>
              <dd className="min-w-0 break-words">used by {placesText(use)}</dd>
            </div>
          ))}
          {unused.map((name) => (
            <div key={name} className="flex min-w-0 flex-wrap gap-x-1.5">
              <dt className="font-mono text-foreground">{name}</dt>
              <dd>not used by the deployment</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

function LinesDialog({
  initialText,
  onTake,
  onClose,
}: Readonly<{
  initialText: string;
  onTake: (variables: Readonly<Record<string, string>>) => void;
  onClose: () => void;
}>) {
  const [text, setText] = useState(initialText);
  const { variables, problems } = parseVariableLines(text);
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Edit variables as text</DialogTitle>
          <DialogDescription>One name=value per line. They replace the rows; nothing is saved yet.</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <Textarea
            aria-label="Variables, one per line"
            aria-invalid={problems.length > 0 || undefined}
            value={text}
            onChange={(event) => setText(event.target.value)}
            rows={10}
            spellCheck={false}
            placeholder={'backend=api.internal:8081\nstore=main'}
            className="min-h-48 font-mono text-xs"
          />
          {problems.length > 0 ? (
            <ul role="alert" className="mt-2 text-xs font-medium text-destructive">
              {problems.slice(0, 5).map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={problems.length > 0} onClick={() => onTake(variables)}>
            Take {Object.keys(variables).length} variables
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
