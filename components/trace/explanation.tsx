import { Alert } from '@/components/ui/alert';
import type { Explanation } from '@/lib/contract/trace';

/** Why the gateway answered by itself, and what to do about it. */
export function ExplanationNote({
  explanation,
  className,
}: Readonly<{ explanation: Explanation; className?: string }>) {
  return (
    <Alert variant="warning" title={explanation.cause} {...(className === undefined ? {} : { className })}>
      {explanation.fix}
    </Alert>
  );
}
