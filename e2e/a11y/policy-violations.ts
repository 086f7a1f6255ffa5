import type { Page } from '@playwright/test';

export interface PolicyViolation {
  readonly directive: string;
  readonly blocked: string;
  readonly source: string;
}

/** Collects what the browser refuses to load or run, on every page that is opened from now on. */
export async function watchPolicy(page: Page): Promise<PolicyViolation[]> {
  const violations: PolicyViolation[] = [];
  await page.exposeFunction('reportPolicyViolation', (violation: PolicyViolation) => void violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportPolicyViolation') as (violation: PolicyViolation) => void;
      report({
        directive: event.effectiveDirective,
        blocked: event.blockedURI,
        source: `${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      });
    });
  });
  return violations;
}
