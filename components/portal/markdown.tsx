import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cn } from '@/components/ui/cn';
import { CodeBlock } from '@/components/ui/code-block';
import type { Language } from '@/components/ui/highlight';

/** An owner's documentation text. Raw HTML in it stays text, and links keep to http, https and mailto. */
export function Markdown({ text, className }: Readonly<{ text: string; className?: string }>) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-3 text-base leading-6 wrap-break-word', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} disallowedElements={['img']}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

// The page already has its h1 and the section its h2: what the owner writes goes below.
const components: Components = {
  h1: ({ children }) => <h3 className="mt-4 text-base font-semibold tracking-tight first:mt-0">{children}</h3>,
  h2: ({ children }) => <h3 className="mt-4 text-base font-semibold tracking-tight first:mt-0">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-2 text-base font-medium first:mt-0">{children}</h4>,
  h4: ({ children }) => <h5 className="mt-2 text-base font-medium first:mt-0">{children}</h5>,
  h5: ({ children }) => <h6 className="mt-2 text-sm font-medium first:mt-0">{children}</h6>,
  h6: ({ children }) => <h6 className="mt-2 text-sm font-medium first:mt-0">{children}</h6>,
  p: ({ children }) => <p className="max-w-prose">{children}</p>,
  a: ({ children, href }) => (
    <a href={href} rel="noopener noreferrer" target="_blank" className="text-info underline underline-offset-4">
      {children}
    </a>
  ),
  ul: ({ children }) => <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="flex max-w-prose list-decimal flex-col gap-1 pl-5">{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-border pl-3 text-muted-foreground">{children}</blockquote>
  ),
  hr: () => <hr className="my-2 border-border" />,
  code: ({ children }) => <code className="rounded-xs bg-muted px-1 py-0.5 font-mono text-xs">{children}</code>,
  pre: ({ node }) => {
    const code = node?.children[0];
    if (code?.type !== 'element') return null;
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    const names = code.properties.className;
    const name = Array.isArray(names) ? String(names[0]).replace(/^language-/, '') : '';
    return <CodeBlock code={text.replace(/\n$/, '')} language={languages[name] ?? 'text'} />;
  },
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto rounded-lg border border-border">
      <table className="w-full border-collapse text-sm">{children}</table>
    </section>
  ),
  th: ({ children }) => <th className="bg-muted/50 px-3 py-1.5 text-left text-xs font-medium">{children}</th>,
  td: ({ children }) => <td className="border-t border-border px-3 py-1.5">{children}</td>,
};

const languages: Record<string, Language> = {
  json: 'json',
  sh: 'bash',
  bash: 'bash',
  shell: 'bash',
  http: 'http',
  js: 'javascript',
  javascript: 'javascript',
  ts: 'javascript',
  py: 'python',
  python: 'python',
};
