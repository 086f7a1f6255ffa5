import { CopyButton } from '@/components/ui/copy-button';

export function UrlRow({ label, url }: Readonly<{ label: string; url: string }>) {
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-center gap-2">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1 rounded-md border border-border bg-muted/50 pl-2.5">
        <code className="min-w-0 flex-1 truncate py-1.5 font-mono text-xs select-all" title={url}>
          {url}
        </code>
        <CopyButton value={url} label={`Copy ${label}`} size="icon-sm" />
      </dd>
    </div>
  );
}
