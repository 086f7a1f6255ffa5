'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { TextDiff } from '@/components/deployment/definition-diff';
import type { TemplateProblem } from '@/components/template-editor/diagnostics';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Skeleton } from '@/components/ui/skeleton';
import { canonicalJson, caseProblem, sideBySide, type TemplateCaseDetail } from '@/lib/contract/template-case';
import type { RenderedTemplate } from '@/lib/contract/template-rendering';
import { jsonNote } from './json-note';
import type { MethodWithIntegration, TemplatePlace } from './template-place';

/** What the template makes of the sample, and what is remarkable about it. */
export function OutputPane({
  rendered,
  failure,
  isBusy,
  method,
  place,
  chosen,
  problems,
  onGoTo,
}: Readonly<{
  rendered: RenderedTemplate | undefined;
  /** Why nothing could be rendered at all. */
  failure: string | null;
  isBusy: boolean;
  method: MethodWithIntegration;
  place: TemplatePlace;
  chosen: TemplateCaseDetail | null;
  problems: readonly TemplateProblem[];
  onGoTo: (line: number, column: number) => void;
}>) {
  return (
    <section aria-label="Output" aria-busy={isBusy} className="flex min-w-0 flex-col gap-3">
      <header className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-medium">Output</h3>
        {rendered && rendered.error === null ? (
          <span role="status" className="text-xs text-muted-foreground tabular">
            {rendered.outputLength.toLocaleString('en')} characters in{' '}
            {Math.max(0.1, rendered.tookUs / 1000).toFixed(1)} ms
          </span>
        ) : null}
      </header>
      {failure ? <Alert variant="destructive" title={failure} /> : null}
      {!rendered && !failure ? <Skeleton className="h-64" /> : null}
      {rendered ? <Rendered rendered={rendered} method={method} place={place} chosen={chosen} onGoTo={onGoTo} /> : null}
      <ProblemList problems={problems.filter(({ severity }) => severity !== 'error')} onGoTo={onGoTo} />
      {rendered ? <Overrides rendered={rendered} /> : null}
    </section>
  );
}

function Rendered({
  rendered,
  method,
  place,
  chosen,
  onGoTo,
}: Readonly<{
  rendered: RenderedTemplate;
  method: MethodWithIntegration;
  place: TemplatePlace;
  chosen: TemplateCaseDetail | null;
  onGoTo: (line: number, column: number) => void;
}>) {
  const { output, error } = rendered;
  if (error !== null || output === null) {
    const { line, column, message, kind } = error ?? { line: 1, column: 1, message: '', kind: 'rendering' };
    return (
      <Alert
        variant="destructive"
        title={`Line ${line}, column ${column}: ${message}`}
        action={
          <Button variant="outline" size="sm" onClick={() => onGoTo(line, column)}>
            Go there
          </Button>
        }
      >
        {kind === 'syntax'
          ? 'It can’t be saved like this.'
          : 'A request like the sample would fail with 500, or 400 where its body is no JSON.'}
      </Alert>
    );
  }
  const note = jsonNote(output, method.integration.type, place);
  return (
    <>
      {note ? (
        <Badge variant={note.isFine ? 'success' : 'warning'} className="h-auto min-h-5 whitespace-normal wrap-anywhere">
          {note.text}
        </Badge>
      ) : null}
      {chosen ? <Comparison chosen={chosen} rendered={rendered} output={output} /> : null}
      <CodeBlock
        code={output}
        language={canonicalJson(output) === undefined ? 'text' : 'json'}
        title={
          output.length < rendered.outputLength
            ? `The first ${output.length.toLocaleString('en')} characters`
            : 'As it is sent'
        }
        copyLabel="Copy output"
        wrap
        maxHeight="28rem"
      />
    </>
  );
}

function Comparison({
  chosen,
  rendered,
  output,
}: Readonly<{ chosen: TemplateCaseDetail; rendered: RenderedTemplate; output: string }>) {
  const problem = caseProblem(chosen, rendered);
  const Icon = problem === undefined ? CircleCheck : CircleX;
  const [before, after] = sideBySide(chosen.expected, output);
  return (
    <section aria-label="Compared with the case" className="flex flex-col gap-2 rounded-lg border border-border p-3">
      <p role="status" className="flex items-start gap-2 text-sm">
        <Icon
          aria-hidden="true"
          className={`mt-0.5 size-4 shrink-0 ${problem === undefined ? 'text-success' : 'text-destructive'}`}
        />
        <span className="min-w-0 wrap-anywhere">
          {problem === undefined ? `“${chosen.name}” passes.` : `“${chosen.name}” fails. ${problem}`}
        </span>
      </p>
      {problem === undefined ? null : (
        <>
          <p className="text-xs text-muted-foreground">− expected, + what comes out</p>
          <TextDiff before={before} after={after} />
        </>
      )}
    </section>
  );
}

function ProblemList({
  problems,
  onGoTo,
}: Readonly<{ problems: readonly TemplateProblem[]; onGoTo: (line: number, column: number) => void }>) {
  if (problems.length === 0) return null;
  return (
    <section aria-label="References" className="flex flex-col gap-1.5">
      <h4 className="text-xs font-medium text-muted-foreground">References</h4>
      <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto">
        {problems.slice(0, 100).map(({ severity, text, message, line, column }) => (
          <li key={`${line}:${column}`} className="flex min-w-0 items-baseline gap-2 text-xs">
            <Badge variant={severity === 'warning' ? 'warning' : 'info'}>
              {severity === 'warning' ? 'Unknown' : 'Undefined'}
            </Badge>
            <button
              type="button"
              onClick={() => onGoTo(line, column)}
              className="min-w-0 rounded-sm text-left wrap-anywhere hover:underline"
            >
              <span className="font-mono">{text}</span>{' '}
              <span className="text-muted-foreground">
                in line {line}. {message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Overrides({ rendered: { overrides } }: Readonly<{ rendered: RenderedTemplate }>) {
  if (overrides.set.length === 0) return null;
  return (
    <section aria-label="Overrides" className="flex flex-col gap-1.5">
      <h4 className="text-xs font-medium text-muted-foreground">Overrides</h4>
      {overrides.conflict ? (
        <Alert variant="warning" title={`$context.${overrides.conflict} is set twice, which fails the request.`} />
      ) : null}
      <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-1 font-mono text-xs">
        {overrides.set.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground wrap-anywhere">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
