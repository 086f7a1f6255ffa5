import type { IntegrationType } from '@/lib/contract/method';
import { mockStatusCode } from '@/lib/contract/template';
import type { TemplatePlace } from './template-place';

interface Note {
  readonly text: string;
  readonly isFine: boolean;
}

/** Whether the output is what its reader takes it for: JSON, or a MOCK's status. Null: nobody says what it should be. */
export function jsonNote(
  output: string,
  type: IntegrationType,
  { direction, templateKey }: Pick<TemplatePlace, 'direction' | 'templateKey'>,
): Note | null {
  if (type === 'MOCK' && direction === 'request') {
    const status = mockStatusCode(output);
    return status === undefined
      ? { text: 'No integer statusCode: the mock answers with 500', isFine: false }
      : { text: `The mock answers with ${status}`, isFine: true };
  }
  if (!/[/+]json$/.test(templateKey)) return null;
  try {
    JSON.parse(output);
    return { text: 'Valid JSON', isFine: true };
  } catch (error) {
    const reason = error instanceof Error ? `: ${error.message}` : '';
    return { text: `Not JSON${reason}`, isFine: false };
  }
}
