'use client';

import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { useShowFunction } from '@/components/function/use-show-function';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { uploadFunctionCode } from '@/lib/client/functions';
import { publishText } from '@/lib/client/publish-text';
import { MAX_ZIP_BYTES } from '@/lib/contract/function';

interface Progress {
  readonly name: string;
  /** 0 to 1; at 1 the server checks and stores it. */
  readonly share: number;
}

/** Replaces the code by a zip with dependencies. */
export function UploadZip({ functionName, version }: Readonly<{ functionName: string; version: number }>) {
  const show = useShowFunction();
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function upload(file: File) {
    if (file.size > MAX_ZIP_BYTES) {
      setProblem(`${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MB; a zip has at most 50 MB.`);
      return;
    }
    setProblem(null);
    setProgress({ name: file.name, share: 0 });
    try {
      const changed = await uploadFunctionCode(functionName, version, file, (share) =>
        setProgress({ name: file.name, share }),
      );
      show(changed);
      toast.success(`${file.name} is the code now. ${publishText(changed.publish)}`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The upload failed. Try again.');
    } finally {
      setProgress(null);
    }
  }

  return (
    <section aria-label="Upload a zip" className="flex flex-col gap-2 border-t border-border pt-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-sm font-medium">Upload a zip</h2>
          <p className="text-xs text-muted-foreground">
            Replaces the code, with node_modules where it needs any. Up to 50 MB, 250 MB unpacked; no links.
          </p>
        </div>
        <input
          ref={input}
          type="file"
          accept=".zip,application/zip"
          aria-label="Zip with the function’s code"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) void upload(file);
          }}
        />
        <Button variant="outline" size="sm" loading={progress !== null} onClick={() => input.current?.click()}>
          <Upload /> Choose a zip
        </Button>
      </div>
      {progress ? (
        <div className="flex flex-col gap-1">
          <progress
            aria-label={`Upload of ${progress.name}`}
            max={1}
            value={progress.share}
            className="h-1.5 w-full overflow-hidden rounded-full accent-primary"
          />
          <p className="text-xs text-muted-foreground" aria-live="polite">
            {progress.share < 1
              ? `${progress.name}: ${Math.round(progress.share * 100)} %`
              : `${progress.name} is being checked`}
          </p>
        </div>
      ) : null}
      {problem ? (
        <Alert variant="destructive" title="The zip was refused">
          {problem}
        </Alert>
      ) : null}
    </section>
  );
}
