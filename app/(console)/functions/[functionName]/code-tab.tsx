'use client';

import { FilePlus2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { useAction } from '@/components/form/use-action';
import { useShowFunction } from '@/components/function/use-show-function';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CodeBlock } from '@/components/ui/code-block';
import { Input } from '@/components/ui/input';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { updateFunctionCodeAction } from '@/lib/actions/function';
import { useFunctionCode } from '@/lib/client/functions';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { type FunctionDetail, type FunctionSource, type SourceFile, sourceFiles } from '@/lib/contract/function';
import { UploadZip } from './upload-zip';

export function CodeTab({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const code = useFunctionCode(detail.name);
  const mayWrite = useCan('function:write');
  if (code.data === undefined) {
    if (code.isError) return <QueryError title="The code could not be loaded" query={code} />;
    return <Skeleton className="h-80 w-full" />;
  }
  const source = code.data;
  return (
    <div className="flex flex-col gap-4">
      {source.handlerFound ? null : (
        <Alert variant="warning" title="The handler’s file is missing">
          The handler is {source.handler}, but the package has no file of that name. Calls fail until one of the two is
          changed.
        </Alert>
      )}
      {mayWrite && source.editable ? (
        // Another package is another editor; a new version of the same one is not.
        <Editor key={source.codeSha256} source={source} functionName={detail.name} />
      ) : (
        <Files source={source} mayWrite={mayWrite} />
      )}
      {mayWrite ? <UploadZip functionName={detail.name} version={detail.version} /> : null}
    </div>
  );
}

function Editor({ source, functionName }: Readonly<{ source: FunctionSource; functionName: string }>) {
  const show = useShowFunction();
  const [files, setFiles] = useState<readonly SourceFile[]>(() => textsOf(source));
  const [open, setOpen] = useState(() => fileOfHandler(source));
  const save = useAction(updateFunctionCodeAction, {
    success: ({ publish }) => `Code saved. ${publishText(publish)}`,
    onSuccess: show,
  });
  const current = files.find(({ path }) => path === open) ?? files[0];
  const isDirty = JSON.stringify(files) !== JSON.stringify(textsOf(source));
  const store = () =>
    void save.run({ functionName, version: source.version, files: files.map((file) => ({ ...file })) });

  return (
    <section
      aria-label="Code"
      className="flex flex-col gap-3"
      onKeyDown={(event) => {
        if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (isDirty && !save.pending) store();
      }}
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FileTabs files={files} open={current?.path} onOpen={setOpen}>
          <AddFile
            taken={files.map(({ path }) => path)}
            onAdd={(path) => {
              setFiles([...files, { path, text: '' }]);
              setOpen(path);
            }}
          />
          {current && files.length > 1 ? (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${current.path}`}
              onClick={() => setFiles(files.filter(({ path }) => path !== current.path))}
            >
              <Trash2 />
            </Button>
          ) : null}
        </FileTabs>
        <div className="flex items-center gap-2">
          <span className="text-xs text-muted-foreground" aria-live="polite">
            {isDirty ? 'Not saved' : ''}
          </span>
          <Button size="sm" onClick={store} disabled={!isDirty} loading={save.pending}>
            Save code
          </Button>
        </div>
      </div>
      {current ? (
        <CodeEditor
          key={current.path}
          aria-label={`Code of ${current.path}`}
          language={current.path.endsWith('.json') ? 'json' : 'javascript'}
          value={current.text}
          onChange={(text) => setFiles(files.map((file) => (file.path === current.path ? { ...file, text } : file)))}
          minLines={18}
          maxLines={32}
        />
      ) : null}
      <p className="text-xs text-muted-foreground">
        .mjs files are ES modules, .cjs files CommonJS; a .js file is CommonJS unless package.json says otherwise.
        Saving changes $LATEST at once; published versions stay as they are.
      </p>
    </section>
  );
}

function FileTabs({
  files,
  open,
  onOpen,
  children,
}: Readonly<{
  files: readonly { readonly path: string }[];
  open: string | undefined;
  onOpen: (path: string) => void;
  children?: React.ReactNode;
}>) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1">
      {files.map(({ path }) => (
        <Button
          key={path}
          variant="ghost"
          size="sm"
          aria-pressed={path === open}
          className={cn('font-mono text-xs', path === open ? 'bg-secondary' : 'text-muted-foreground')}
          onClick={() => onOpen(path)}
        >
          {path}
        </Button>
      ))}
      {children}
    </div>
  );
}

function AddFile({ taken, onAdd }: Readonly<{ taken: readonly string[]; onAdd: (path: string) => void }>) {
  const [path, setPath] = useState<string | null>(null);
  if (path === null) {
    return (
      <Button variant="ghost" size="sm" className="text-muted-foreground" onClick={() => setPath('')}>
        <FilePlus2 /> Add file
      </Button>
    );
  }
  const checked = sourceFiles.safeParse([{ path, text: '' }]);
  const problem = taken.includes(path)
    ? 'There is a file of this name.'
    : checked.success
      ? null
      : (checked.error.issues[0]?.message ?? null);
  return (
    <form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== null) return;
        onAdd(path);
        setPath(null);
      }}
    >
      <Input
        autoFocus
        aria-label="Name of the new file"
        aria-invalid={path !== '' && problem !== null ? true : undefined}
        title={path === '' ? undefined : (problem ?? undefined)}
        value={path}
        onChange={(event) => setPath(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setPath(null)}
        placeholder="lib/util.mjs"
        autoComplete="off"
        spellCheck={false}
        className="h-7 w-40 font-mono text-xs"
      />
      <Button type="submit" size="sm" variant="outline" disabled={problem !== null}>
        Add
      </Button>
    </form>
  );
}

/** For packages that the editor does not take, and for people who may only look. */
function Files({ source, mayWrite }: Readonly<{ source: FunctionSource; mayWrite: boolean }>) {
  const [open, setOpen] = useState(() => fileOfHandler(source));
  const current = source.files.find(({ path }) => path === open) ?? source.files[0];
  const hidden = source.fileCount - source.files.length;
  return (
    <section aria-label="Code" className="flex flex-col gap-3">
      {mayWrite ? (
        <Alert title="This package is too large, or not only text">
          It can be looked at here. To change it, upload a new zip.
        </Alert>
      ) : null}
      <div className="grid gap-3 md:grid-cols-[16rem_minmax(0,1fr)]">
        <ul className="max-h-96 overflow-auto rounded-lg border border-border p-1">
          {source.files.map(({ path }) => (
            <li key={path}>
              <Button
                variant="ghost"
                size="sm"
                aria-pressed={path === current?.path}
                className={cn(
                  'w-full justify-start font-mono text-xs',
                  path === current?.path ? 'bg-secondary' : 'text-muted-foreground',
                )}
                onClick={() => setOpen(path)}
              >
                <span className="truncate">{path}</span>
              </Button>
            </li>
          ))}
          {hidden > 0 ? <li className="px-2 py-1 text-xs text-muted-foreground">and {hidden} more files</li> : null}
        </ul>
        {current ? (
          <CodeBlock
            title={current.path}
            code={current.text ?? `${current.sizeBytes.toLocaleString('en-US')} bytes that are not shown here`}
            language={current.text === null ? 'text' : 'javascript'}
            maxHeight="24rem"
          />
        ) : null}
      </div>
    </section>
  );
}

const textsOf = (source: FunctionSource): SourceFile[] =>
  source.files.map(({ path, text }) => ({ path, text: text ?? '' }));

/** The file that people come to see. */
function fileOfHandler({ handler, files }: FunctionSource): string {
  const stem = handler.slice(0, handler.lastIndexOf('.'));
  return files.find(({ path }) => path.replace(/\.[cm]?js$/, '') === stem)?.path ?? files[0]?.path ?? '';
}
