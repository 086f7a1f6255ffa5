import { cn } from './cn';
import { CopyButton } from './copy-button';
import { highlight, type Language, type TokenKind } from './highlight';

const colours: Record<TokenKind, string> = {
  plain: '',
  key: 'text-info',
  string: 'text-success',
  number: 'text-warning',
  keyword: 'text-verb-patch',
  comment: 'text-muted-foreground',
  flag: 'text-info',
};

/** Past this many characters colours cost more than they help. */
const HIGHLIGHT_LIMIT = 40_000;

export function CodeBlock({
  code,
  language = 'text',
  title,
  copyLabel = 'Copy code',
  copyValue,
  wrap = false,
  maxHeight,
  className,
}: Readonly<{
  code: string;
  language?: Language;
  title?: string;
  copyLabel?: string;
  /** What the button copies when it differs from what is shown (a masked key, say). */
  copyValue?: string;
  wrap?: boolean;
  maxHeight?: number | string;
  className?: string;
}>) {
  const tokens = code.length > HIGHLIGHT_LIMIT ? [{ kind: 'plain' as const, text: code }] : highlight(code, language);
  return (
    <div
      className={cn(
        'group/code relative min-w-0 overflow-hidden rounded-lg border border-border bg-muted/50',
        className,
      )}
    >
      {title ? (
        <div className="flex h-8 items-center justify-between border-b border-border pr-1 pl-3 text-xs text-muted-foreground">
          <span className="truncate">{title}</span>
          <CopyButton value={copyValue ?? code} label={copyLabel} size="icon-xs" />
        </div>
      ) : (
        <div className="absolute top-1.5 right-1.5 z-10 rounded-sm bg-background/80">
          <CopyButton value={copyValue ?? code} label={copyLabel} size="icon-xs" />
        </div>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
        tabIndex={0}
        style={{ maxHeight }}
        className={cn(
          'overflow-auto px-3 py-2.5 font-mono text-xs leading-5 focus-visible:-outline-offset-2',
          !title && 'pr-9',
          wrap && 'whitespace-pre-wrap wrap-anywhere',
        )}
      >
        <code>
          {tokens.map((token, index) =>
            token.kind === 'plain' ? (
              token.text
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity and no state
              <span key={index} className={colours[token.kind]}>
                {token.text}
              </span>
            ),
          )}
        </code>
      </pre>
    </div>
  );
}
