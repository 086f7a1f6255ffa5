'use client';

import { ArrowDown, ArrowLeft, ArrowRight, MonitorSmartphone, Server, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { cn } from '@/components/ui/cn';
import { useAuthorizers } from '@/lib/client/authorizers';
import { useRequestValidators } from '@/lib/client/request-validators';
import { callsFunction, callsService, type MethodDetail } from '@/lib/contract/method';
import { factsOf, functionLabel, STEPS, type StepFacts, type StepId, serviceLabel, typeLabel } from './method-facts';

const TITLES: Readonly<Record<StepId, string>> = {
  'method-request': 'Method request',
  'integration-request': 'Integration request',
  'integration-response': 'Integration response',
  'method-response': 'Method response',
};

const EXPLANATIONS: Readonly<Record<StepId, string>> = {
  'method-request': 'What a caller must send',
  'integration-request': 'What the backend gets',
  'integration-response': 'How its answer is read',
  'method-response': 'What a caller gets',
};

/**
 * A request's way through the method. Each box opens its form; the arrow keys walk along the flow.
 * On a wide screen the request runs along the top to the right and the answer back along the bottom.
 */
export function FlowDiagram({
  method,
  active,
  onOpen,
}: Readonly<{ method: MethodDetail; active: StepId | null; onOpen: (step: StepId) => void }>) {
  const boxes = useRef<Partial<Record<StepId, HTMLButtonElement | null>>>({});
  const validators = useRequestValidators(method.restApiId);
  const authorizers = useAuthorizers(method.restApiId);
  const facts = factsOf(method, validators.data, authorizers.data);

  function move(event: KeyboardEvent, from: StepId) {
    const top = (step: StepId) => boxes.current[step]?.getBoundingClientRect().top;
    const target = neighbour(event.key, from, top('method-request') === top('integration-request'));
    if (!target) return;
    event.preventDefault();
    boxes.current[target]?.focus();
  }

  const box = (step: StepId) => (
    <StepBox
      step={step}
      facts={facts[step]}
      active={active === step}
      onOpen={() => onOpen(step)}
      onKeyDown={(event) => move(event, step)}
      buttonRef={(element) => {
        boxes.current[step] = element;
      }}
    />
  );

  return (
    <section aria-label="Flow of a request" className="@container">
      <div
        className={cn(
          'grid grid-cols-1 gap-0',
          '@2xl:grid-cols-[4.75rem_1.375rem_minmax(0,1fr)_1.375rem_minmax(0,1fr)_1.375rem_6.75rem]',
          '@4xl:grid-cols-[5.5rem_1.75rem_minmax(0,1fr)_1.75rem_minmax(0,1fr)_1.75rem_8.5rem]',
        )}
      >
        <End
          className="@2xl:col-start-1 @2xl:row-span-2 @2xl:row-start-1"
          icon={<MonitorSmartphone />}
          title="Client"
          detail={method.apiKeyRequired ? 'with an API key' : 'anyone'}
        />
        <Arrow className="@2xl:col-start-2 @2xl:row-start-1" />
        <Place className="@2xl:col-start-3 @2xl:row-start-1">{box('method-request')}</Place>
        <Arrow className="@2xl:col-start-4 @2xl:row-start-1" />
        <Place className="@2xl:col-start-5 @2xl:row-start-1">{box('integration-request')}</Place>
        <Arrow className="@2xl:col-start-6 @2xl:row-start-1" />
        <End
          className="@2xl:col-start-7 @2xl:row-span-2 @2xl:row-start-1"
          icon={<Server />}
          title={backendTitle(method)}
          detail={backendDetail(method)}
        />
        <Arrow back className="@2xl:col-start-6 @2xl:row-start-2" />
        <Place className="@2xl:col-start-5 @2xl:row-start-2">{box('integration-response')}</Place>
        <Arrow back className="@2xl:col-start-4 @2xl:row-start-2" />
        <Place className="@2xl:col-start-3 @2xl:row-start-2">{box('method-response')}</Place>
        <Arrow back className="@2xl:col-start-2 @2xl:row-start-2" />
        {/* On a narrow screen the way ends where it began. */}
        <End className="@2xl:hidden" icon={<MonitorSmartphone />} title="Client" detail="" />
      </div>
    </section>
  );
}

/** Where an arrow key leads. On the wide layout the answer runs leftwards under the request. */
function neighbour(key: string, from: StepId, wide: boolean): StepId | undefined {
  const index = STEPS.indexOf(from);
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    return wide ? STEPS[STEPS.length - 1 - index] : STEPS[index + (key === 'ArrowDown' ? 1 : -1)];
  }
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return undefined;
  const forward = (key === 'ArrowRight') !== (wide && index > 1);
  return STEPS[index + (forward ? 1 : -1)];
}

function StepBox({
  step,
  facts,
  active,
  onOpen,
  onKeyDown,
  buttonRef,
}: Readonly<{
  step: StepId;
  facts: StepFacts;
  active: boolean;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  buttonRef: (element: HTMLButtonElement | null) => void;
}>) {
  const warned = facts.warnings.length > 0;
  return (
    <button
      ref={buttonRef}
      type="button"
      data-step={step}
      aria-haspopup="dialog"
      aria-expanded={active}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      className={cn(
        'group flex h-full w-full min-w-0 flex-col gap-2.5 rounded-lg border bg-card p-3 text-left shadow-xs transition-[border-color,box-shadow]',
        'hover:border-muted-foreground/50 hover:shadow-sm',
        warned ? 'border-warning/45' : 'border-border',
        active && 'border-ring ring-2 ring-ring/25',
        facts.skipped && 'border-dashed bg-muted/40 shadow-none',
      )}
    >
      <span className="flex w-full items-start justify-between gap-2">
        <span className="flex min-w-0 flex-col">
          <span className="truncate text-sm font-medium tracking-tight">{TITLES[step]}</span>
          <span className="truncate text-xs text-muted-foreground">{EXPLANATIONS[step]}</span>
        </span>
        <span className="text-xs text-muted-foreground opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100">
          Edit
        </span>
      </span>
      {facts.skipped ? <span className="text-xs text-muted-foreground">{facts.skipped}</span> : null}
      {facts.facts.length > 0 ? (
        <span className="flex w-full flex-col gap-1">
          {facts.facts.map((fact) => (
            <span key={`${fact.label}${fact.value}`} className="flex min-w-0 items-baseline gap-2 text-xs">
              <span
                className={cn(
                  'w-17 shrink-0 truncate text-muted-foreground @4xl:w-20',
                  fact.codeLabel && 'font-mono text-2xs',
                )}
              >
                {fact.label}
              </span>
              <span
                title={fact.value}
                className={cn('line-clamp-3 min-w-0 flex-1', fact.code && 'font-mono text-2xs leading-4 wrap-anywhere')}
              >
                {fact.value}
              </span>
            </span>
          ))}
        </span>
      ) : null}
      {facts.warnings.map((warning) => (
        <span key={warning} className="flex w-full items-start gap-1.5 text-xs text-warning">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 wrap-break-word">{warning}</span>
        </span>
      ))}
    </button>
  );
}

function End({
  icon,
  title,
  detail,
  className,
}: Readonly<{ icon: ReactNode; title: string; detail: string; className?: string }>) {
  return (
    <div
      className={cn(
        'flex min-w-0 items-center gap-2.5 rounded-lg border border-border bg-muted/60 px-3 py-2.5 text-sm @2xl:flex-col @2xl:justify-center @2xl:px-2 @2xl:text-center',
        className,
      )}
    >
      <span aria-hidden="true" className="text-muted-foreground [&_svg]:size-4.5">
        {icon}
      </span>
      <span className="flex min-w-0 flex-col gap-0.5 @2xl:w-full">
        <span className="truncate text-xs font-medium">{title}</span>
        {detail ? (
          <span title={detail} className="line-clamp-3 text-2xs text-muted-foreground wrap-anywhere">
            {detail}
          </span>
        ) : null}
      </span>
    </div>
  );
}

function Arrow({ back = false, className }: Readonly<{ back?: boolean; className?: string }>) {
  return (
    <span
      aria-hidden="true"
      className={cn('grid h-5 place-items-center text-muted-foreground/70 @2xl:h-auto', className)}
    >
      <ArrowDown className="size-3.5 @2xl:hidden" />
      {back ? <ArrowLeft className="size-3.5 @max-2xl:hidden" /> : <ArrowRight className="size-3.5 @max-2xl:hidden" />}
    </span>
  );
}

function Place({ className, children }: Readonly<{ className?: string; children: ReactNode }>) {
  return <div className={cn('min-w-0 @2xl:py-1.5', className)}>{children}</div>;
}

function backendTitle(method: MethodDetail): string {
  if (!method.integration) return 'No backend';
  return method.integration.type === 'MOCK' ? 'Mock' : typeLabel(method.integration);
}

function backendDetail(method: MethodDetail): string {
  const integration = method.integration;
  if (!integration) return '';
  if (integration.type === 'MOCK') return 'answered by the gateway';
  const { type, uri = '' } = integration;
  if (callsService(type, uri)) return serviceLabel(uri);
  if (callsFunction(type, uri)) return functionLabel(uri);
  return integration.uri?.replace(/^https?:\/\//, '').split(/[/?]/)[0] ?? '';
}
