'use client';

import Link from 'next/link';
import { count } from '@/components/rest-api/delete-api-dialog';
import { Alert } from '@/components/ui/alert';
import { routes } from '@/lib/client/routes';
import { useTemplateCaseResults } from '@/lib/client/template-cases';
import type { PublicError } from '@/lib/contract/result';
import { sideBySide } from '@/lib/contract/template-case';
import { TextDiff } from './definition-diff';

/** How a refused deploy names a case that fails. */
const CASE_PLACE = 'template case ';

export const isCasePlace = (place: string): boolean => place.startsWith(CASE_PLACE);

export const hasFailingCases = (error: PublicError | null): boolean =>
  Object.keys(error?.fieldErrors ?? {}).some(isCasePlace);

/** Template cases that the definition fails: what each expects, what comes out, and the way to it. */
export function FailingCases({
  restApiId,
  error,
  onNavigate,
}: Readonly<{ restApiId: string; error: PublicError | null; onNavigate: () => void }>) {
  const { data: results } = useTemplateCaseResults(restApiId, hasFailingCases(error));
  const failing = Object.entries(error?.fieldErrors ?? {}).filter(([place]) => isCasePlace(place));
  if (failing.length === 0) return null;
  return (
    <Alert
      variant="destructive"
      title={`The deploy was stopped: ${count(failing.length, 'template case')} ${failing.length === 1 ? 'fails' : 'fail'}`}
    >
      <ul className="mt-1 flex max-h-72 flex-col gap-2.5 overflow-y-auto">
        {failing.map(([place, [message]]) => {
          const name = place.slice(CASE_PLACE.length);
          const result = results?.find((one) => one.name === name);
          return (
            <li key={place} className="flex flex-col gap-1">
              <Link
                href={routes.api(restApiId).templates({ case: name })}
                onClick={onNavigate}
                className="w-fit rounded-sm font-medium text-info underline-offset-4 wrap-anywhere hover:underline"
              >
                {name}
              </Link>
              <span className="text-xs">{message}</span>
              {result?.outcome === 'failed' && result.actual !== null ? (
                <CaseDiff expected={result.expected} actual={result.actual} />
              ) : null}
            </li>
          );
        })}
      </ul>
      <p className="mt-2 text-xs">
        Mend the templates or the cases, or deploy anyway: the audit log then names the cases that failed.
      </p>
    </Alert>
  );
}

function CaseDiff({ expected, actual }: Readonly<{ expected: string; actual: string }>) {
  const [before, after] = sideBySide(expected, actual);
  return <TextDiff before={before} after={after} />;
}
