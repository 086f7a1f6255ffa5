import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { countText } from '@/components/usage-plan/limit-text';
import type { ApiKeyCsv } from '@/lib/contract/api-key-csv';
import type { UsagePlanSummary } from '@/lib/contract/usage-plan';

/** Enough rows to see whether the columns are right. */
const SHOWN_ROWS = 50;
const SHOWN_WARNINGS = 100;

/** What an import would do, line by line, before anything is sent. */
export function ImportPreview({
  parsed,
  plans,
}: Readonly<{ parsed: ApiKeyCsv; plans: readonly Pick<UsagePlanSummary, 'id' | 'name'>[] }>) {
  if (parsed.fatal)
    return (
      <Alert variant="destructive" title="The file can’t be read">
        {parsed.fatal}
      </Alert>
    );
  const names = new Map(plans.map((plan) => [plan.id, plan.name]));
  return (
    <div className="flex flex-col gap-3">
      <p aria-live="polite" className="text-sm">
        <span className="font-medium">{countText(parsed.rows.length, 'key')}</span>{' '}
        <span className="text-muted-foreground">
          to import
          {parsed.warnings.length > 0 ? `, ${countText(parsed.warnings.length, 'warning')}` : ''}. A key whose value
          exists already is updated, not doubled.
        </span>
      </p>
      {parsed.warnings.length > 0 ? <WarningList warnings={parsed.warnings} /> : null}
      {parsed.rows.length > 0 ? (
        <div className="max-h-64 overflow-auto rounded-lg border border-border">
          <Table aria-label="Keys in the file">
            <TableHeader>
              <TableRow>
                <TableHead>Line</TableHead>
                <TableHead>Name</TableHead>
                <TableHead>Key</TableHead>
                <TableHead>Usage plans</TableHead>
                <TableHead>Enabled</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {parsed.rows.slice(0, SHOWN_ROWS).map((row) => (
                <TableRow key={row.line}>
                  <TableCell className="tabular text-muted-foreground">{row.line}</TableCell>
                  <TableCell className="max-w-60 truncate">{row.name}</TableCell>
                  <TableCell className="font-mono text-xs text-muted-foreground">••••{row.value.slice(-4)}</TableCell>
                  <TableCell>
                    <span className="flex flex-wrap gap-1">
                      {row.usagePlanIds.map((id) => (
                        <Badge key={id} variant={names.has(id) ? 'secondary' : 'warning'}>
                          {names.get(id) ?? `${id}: no such plan`}
                        </Badge>
                      ))}
                    </span>
                  </TableCell>
                  <TableCell>{row.enabled ? 'Yes' : 'No'}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      ) : null}
      {parsed.rows.length > SHOWN_ROWS ? (
        <p className="text-xs text-muted-foreground">The first {SHOWN_ROWS} are shown.</p>
      ) : null}
    </div>
  );
}

export function WarningList({ warnings }: Readonly<{ warnings: readonly { line: number; message: string }[] }>) {
  return (
    <Alert variant="warning" title={countText(warnings.length, 'warning')}>
      <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
        {warnings.slice(0, SHOWN_WARNINGS).map((warning) => (
          <li key={`${warning.line} ${warning.message}`}>
            <span className="tabular font-medium">Line {warning.line}:</span> {warning.message}
          </li>
        ))}
      </ul>
      {warnings.length > SHOWN_WARNINGS ? <p>And {warnings.length - SHOWN_WARNINGS} more.</p> : null}
    </Alert>
  );
}
