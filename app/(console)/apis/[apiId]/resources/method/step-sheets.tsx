'use client';

import { type ComponentType, useState } from 'react';
import type { MethodDetail } from '@/lib/contract/method';
import { IntegrationRequestSheet } from './integration-request-sheet';
import { IntegrationResponseSheet } from './integration-response-sheet';
import { STEPS, type StepId } from './method-facts';
import { MethodRequestSheet } from './method-request-sheet';
import { MethodResponseSheet } from './method-response-sheet';
import type { StepFormProps } from './use-method-form';

const SHEETS: Readonly<Record<StepId, ComponentType<StepFormProps>>> = {
  'method-request': MethodRequestSheet,
  'integration-request': IntegrationRequestSheet,
  'integration-response': IntegrationResponseSheet,
  'method-response': MethodResponseSheet,
};

/** The form of the box that is open. */
export function StepSheets({
  method,
  step,
  readOnly,
  onClose,
  onReload,
}: Readonly<{
  method: MethodDetail;
  step: StepId | null;
  readOnly: boolean;
  onClose: () => void;
  onReload: () => Promise<MethodDetail>;
}>) {
  return STEPS.map((id) => (
    <StepSheet
      key={id}
      Sheet={SHEETS[id]}
      method={method}
      open={step === id}
      readOnly={readOnly}
      onClose={onClose}
      onReload={onReload}
    />
  ));
}

/**
 * Holds the method as it was when the box was opened: a refresh in the background neither takes the user's edits away nor
 * slips somebody else's version under them.
 */
function StepSheet({
  Sheet,
  method,
  open,
  readOnly,
  onClose,
  onReload,
}: Readonly<{
  Sheet: ComponentType<StepFormProps>;
  method: MethodDetail;
  open: boolean;
  readOnly: boolean;
  onClose: () => void;
  onReload: () => Promise<MethodDetail>;
}>) {
  const [opened, setOpened] = useState<{ method: MethodDetail; times: number; open: boolean }>({
    method,
    times: 0,
    open: false,
  });
  if (open !== opened.open) {
    setOpened(open ? { method, times: opened.times + 1, open } : { ...opened, open });
  }
  if (opened.times === 0) return null;
  return (
    <Sheet
      key={opened.times}
      method={{ ...opened.method, integration: opened.method.integration ?? NEW_INTEGRATION }}
      open={open}
      readOnly={readOnly}
      onOpenChange={(next) => (next ? undefined : onClose())}
      onReload={() =>
        void onReload().then((fresh) => setOpened((was) => ({ ...was, method: fresh, times: was.times + 1 })))
      }
    />
  );
}

/** What the form offers where a method was made without an integration. */
const NEW_INTEGRATION: StepFormProps['method']['integration'] = {
  type: 'MOCK',
  requestParameters: {},
  requestTemplates: {},
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutInMillis: 29_000,
  cacheKeyParameters: [],
  integrationResponses: [],
};
