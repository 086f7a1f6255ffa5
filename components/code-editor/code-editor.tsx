'use client';

import { type ComponentProps, type KeyboardEvent, useId, useImperativeHandle, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { highlight, type Language, type TokenKind } from '@/components/ui/highlight';
import { useHydrated } from '@/components/ui/use-hydrated';
import { type CodeProblem, type EditState, formatJson, indent, jsonProblem, newLine, outdent } from './editing';

const colours: Record<TokenKind, string> = {
  plain: '',
  key: 'text-info',
  string: 'text-success',
  number: 'text-warning',
  keyword: 'text-verb-patch',
  comment: 'text-muted-foreground',
  flag: 'text-info',
};

/** Past this many characters the layer of colours is left out: typing must stay instant. */
const HIGHLIGHT_LIMIT = 20_000;

/**
 * A textarea with line numbers, colours, indentation and a marked error line. A real textarea keeps undo, spelling,
 * screen readers and phones working. Tab indents; Escape then Tab leaves.
 */
export function CodeEditor({
  value,
  onChange,
  language = 'json',
  problem,
  minLines = 6,
  maxLines = 24,
  readOnly = false,
  disabled = false,
  className,
  id,
  ref,
  ...props
}: Readonly<
  Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'wrap'> & {
    value: string;
    onChange: (value: string) => void;
    language?: Language;
    /** Marks a line and says why. For JSON it is found by the editor itself unless given (null: none). */
    problem?: CodeProblem | null;
    minLines?: number;
    maxLines?: number;
  }
>) {
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => area.current, []);
  const leaving = useRef(false);
  const ownId = useId();
  // Each JavaScript engine words a JSON error its own way: the server's text would not be the browser's.
  const hydrated = useHydrated();
  const found = hydrated && language === 'json' ? jsonProblem(value) : null;
  const shownProblem = problem === undefined ? found : problem;
  const lines = value.split('\n');
  const visible = Math.min(maxLines, Math.max(minLines, lines.length));
  const gutter = `${Math.max(2, String(lines.length).length) + 2}ch`;
  const canFormat = language === 'json' && !readOnly && !disabled;
  const formatted = canFormat ? formatJson(value) : null;

  function apply(edit: (state: EditState) => EditState) {
    const element = area.current;
    if (!element) return;
    const next = edit({ text: value, start: element.selectionStart, end: element.selectionEnd });
    // The browser's own insertion keeps its undo history; where it can't, the value is set.
    element.focus();
    element.setSelectionRange(0, value.length);
    if (!document.execCommand('insertText', false, next.text)) onChange(next.text);
    requestAnimationFrame(() => element.setSelectionRange(next.start, next.end));
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    props.onKeyDown?.(event);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing;
    if (event.key === 'Escape') leaving.current = true;
    else if (event.key === 'Tab' && plain && !leaving.current && !readOnly) {
      event.preventDefault();
      apply(event.shiftKey ? outdent : indent);
    } else if (event.key === 'Enter' && plain && !event.shiftKey && !readOnly) {
      event.preventDefault();
      apply(newLine);
    } else if (event.key !== 'Shift') leaving.current = false;
  }

  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div
        className={cn(
          'relative min-w-0 overflow-hidden rounded-md border border-input bg-card shadow-xs transition-[border-color] duration-100 hover:border-muted-foreground/45',
          'focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35',
          'has-aria-invalid:border-destructive has-[textarea:disabled]:bg-muted has-[textarea:disabled]:opacity-60',
        )}
      >
        <div className="overflow-auto" style={{ height: `calc(${visible} * 1.25rem + 1rem)` }}>
          <div
            className="relative grid min-h-full min-w-full w-max font-mono text-xs leading-5"
            style={{ gridTemplateColumns: `${gutter} 1fr` }}
          >
            <div
              aria-hidden="true"
              className="sticky left-0 z-10 select-none border-r border-border bg-muted/80 py-2 pr-2 text-right text-muted-foreground tabular backdrop-blur-sm"
            >
              {lines.map((_, index) => (
                <div
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
                  key={index}
                  className={cn(
                    shownProblem?.line === index + 1 && '-mr-2 bg-destructive/15 pr-2 font-medium text-destructive',
                  )}
                >
                  {index + 1}
                </div>
              ))}
            </div>
            <div className="relative min-w-0">
              <pre aria-hidden="true" className="pointer-events-none min-h-full whitespace-pre px-3 py-2">
                {shownProblem ? <ErrorLine line={shownProblem.line} /> : null}
                {/* Browsers drop a newline right behind <pre>: of an empty text the server's page would lack this one. */}
                <span>
                  <Colours code={value} language={language} />
                  {'\n'}
                </span>
              </pre>
              <textarea
                {...props}
                ref={area}
                id={id ?? ownId}
                value={value}
                readOnly={readOnly}
                disabled={disabled}
                onChange={(event) => onChange(event.target.value)}
                onKeyDown={onKeyDown}
                onBlur={(event) => {
                  leaving.current = false;
                  props.onBlur?.(event);
                }}
                spellCheck={false}
                autoCapitalize="off"
                autoComplete="off"
                autoCorrect="off"
                wrap="off"
                aria-describedby={cn(props['aria-describedby'], shownProblem && `${ownId}-problem`) || undefined}
                className="absolute inset-0 size-full resize-none overflow-hidden whitespace-pre bg-transparent px-3 py-2 text-transparent caret-foreground outline-none selection:text-transparent placeholder:text-muted-foreground"
              />
            </div>
          </div>
        </div>
        <div className="absolute top-1 right-1 z-20 flex rounded-sm bg-card/85">
          {canFormat ? (
            <Button
              variant="ghost"
              size="xs"
              disabled={formatted === null || formatted === value}
              onClick={() => formatted !== null && onChange(formatted)}
            >
              Format
            </Button>
          ) : null}
          <CopyButton value={value} label="Copy text" size="icon-xs" />
        </div>
      </div>
      <p id={`${ownId}-problem`} aria-live="polite" className="min-h-4 text-xs text-destructive empty:min-h-0">
        {shownProblem ? `Line ${shownProblem.line}: ${shownProblem.message}` : null}
      </p>
    </div>
  );
}

function ErrorLine({ line }: Readonly<{ line: number }>) {
  return (
    <span
      className="absolute inset-x-0 h-5 border-y border-destructive/25 bg-destructive/8"
      style={{ top: `calc(0.5rem + ${line - 1} * 1.25rem)` }}
    />
  );
}

function Colours({ code, language }: Readonly<{ code: string; language: Language }>) {
  if (code.length > HIGHLIGHT_LIMIT) return code;
  return highlight(code, language).map((token, index) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity and no state
      <span key={index} className={colours[token.kind]}>
        {token.text}
      </span>
    ),
  );
}
