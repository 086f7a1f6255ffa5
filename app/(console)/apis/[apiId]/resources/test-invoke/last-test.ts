import type { MethodRef, TestInvokeInput } from '@/lib/contract/method';

/** A body beyond this is no sample for anyone to look at. */
const MAX_CHARACTERS = 512 * 1024;

const keyOf = ({ restApiId, resourceId, httpMethod }: MethodRef) =>
  `gatehouse.last-test ${restApiId} ${resourceId} ${httpMethod}`;

/** Of this tab, until it is closed: a sample for the method's templates. */
export function rememberTest(test: TestInvokeInput): void {
  const text = JSON.stringify(test);
  try {
    if (text.length <= MAX_CHARACTERS) sessionStorage.setItem(keyOf(test), text);
  } catch {
    // A browser that keeps nothing for us: then there is none.
  }
}

export function lastTest(ref: MethodRef): TestInvokeInput | null {
  try {
    const text = sessionStorage.getItem(keyOf(ref));
    return text === null ? null : (JSON.parse(text) as TestInvokeInput);
  } catch {
    return null;
  }
}
