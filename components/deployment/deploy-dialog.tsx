'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { z } from 'zod';
import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { count } from '@/components/rest-api/delete-api-dialog';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { InvokeUrls } from '@/components/stage/invoke-urls';
import { PrivateInvokeUrls } from '@/components/stage/private-invoke-urls';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { createDeploymentAction } from '@/lib/actions/deployment';
import { useDefinitionDiff } from '@/lib/client/deployments';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import {
  type CreateDeploymentInput,
  createDeploymentInput,
  type DeploymentResult,
  WORKING_COPY,
} from '@/lib/contract/deployment';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import type { ActionResult, PublicError, Published } from '@/lib/contract/result';
import { isDeployDue, type StageSummary, stageName } from '@/lib/contract/stage';
import { DefinitionDiffView, summarizeDiff } from './definition-diff';
import { FailingCases, hasFailingCases, isCasePlace } from './failing-cases';
import { PlaceLink } from './place-link';

const NEW_STAGE = '+new';
type Deployed = Published<DeploymentResult>;

const deployForm = z
  .object({
    target: z.string(),
    newStage: z.string(),
    description: createDeploymentInput.shape.description,
    overrideFailingCases: z.boolean(),
  })
  .superRefine((value, context) => {
    if (value.target !== NEW_STAGE) return;
    const problem = stageName.safeParse(value.newStage).error?.issues[0];
    if (problem) context.addIssue({ code: 'custom', path: ['newStage'], message: problem.message });
  });

/** Copies the working definition to a stage; says before what will change and after how it went live. */
export function DeployDialog({
  api,
  open,
  onOpenChange,
  initialStage,
}: Readonly<{
  api: RestApiDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  initialStage?: string | null;
}>) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        {/* Inside, so that each opening starts afresh. */}
        <DeployContent api={api} initialStage={initialStage ?? null} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function DeployContent({
  api,
  initialStage,
  onClose,
}: Readonly<{ api: RestApiDetail; initialStage: string | null; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const [done, setDone] = useState<Deployed | null>(null);
  const [refused, setRefused] = useState<PublicError | null>(null);
  const preferred =
    api.stages.find((stage) => stage.name === initialStage) ?? api.stages.find(isDeployDue) ?? api.stages[0];
  const actionForm = useActionForm(
    deployForm,
    ({ target, newStage, description, overrideFailingCases }) =>
      deploy({
        restApiId: api.id,
        stageName: target === NEW_STAGE ? newStage : target,
        description,
        overrideFailingCases,
      }),
    {
      defaultValues: {
        target: preferred?.name ?? NEW_STAGE,
        newStage: preferred ? '' : 'dev',
        description: '',
        overrideFailingCases: false,
      },
      resetTo: 'none',
      onSuccess: ({ deployed, refused: refusal }) => {
        setRefused(refusal);
        if (!deployed) return;
        setDone(deployed);
        void refresh();
      },
    },
  );
  if (done) return <Deployment api={api} deployed={done} onClose={onClose} />;

  const { form } = actionForm;
  const target = form.watch('target');
  const stage = api.stages.find((candidate) => candidate.name === target);
  return (
    <Form form={form} onSubmit={actionForm.submit} className="flex min-h-0 flex-col">
      <DialogHeader>
        <DialogTitle>Deploy {api.name}</DialogTitle>
        <DialogDescription>
          Copies the working definition and points a stage at the copy. Earlier deployments stay for a rollback.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={form.control} name="target" label="Stage">
            {({ value, onChange, ref, onBlur }) => (
              <SimpleSelect
                ref={ref}
                onBlur={onBlur}
                value={value}
                onValueChange={onChange}
                options={[
                  ...api.stages.map((option) => ({
                    value: option.name,
                    label: option.name,
                    description: aboutStage(option),
                  })),
                  { value: NEW_STAGE, label: 'New stage…' },
                ]}
              />
            )}
          </Field>
          {target === NEW_STAGE ? (
            <Field control={form.control} name="newStage" label="Stage name" required>
              {(field) => <Input {...field} placeholder="dev" spellCheck={false} autoCapitalize="off" />}
            </Field>
          ) : null}
        </div>
        <Field control={form.control} name="description" label="Description">
          {(field) => <Textarea {...field} rows={2} placeholder="What changed and why" />}
        </Field>
        {stage ? (
          <>
            {stage.canary ? (
              <Alert variant="info" title={`This goes to the canary of ${stage.name}`}>
                {stage.canary.percentTraffic} % of the requests get it. The others stay with deployment #
                {stage.deploymentNumber} until the canary is promoted.
              </Alert>
            ) : null}
            <PendingChanges
              restApiId={api.id}
              what={stage.canary ? `the canary of ${stage.name}` : stage.name}
              deploymentId={stage.canary?.deploymentId ?? stage.deploymentId}
            />
          </>
        ) : (
          <p className="text-sm text-muted-foreground">
            The new stage serves all of it: {api.resourceCount} {api.resourceCount === 1 ? 'resource' : 'resources'}{' '}
            with {api.methodCount} {api.methodCount === 1 ? 'method' : 'methods'}.
          </p>
        )}
        <Refused restApiId={api.id} error={refused} onNavigate={onClose} />
        <FailingCases restApiId={api.id} error={refused} onNavigate={onClose} />
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        {hasFailingCases(refused) ? (
          <Button
            type="submit"
            variant="destructive"
            loading={actionForm.pending}
            onClick={() => form.setValue('overrideFailingCases', true)}
          >
            Deploy anyway
          </Button>
        ) : (
          <Button
            type="submit"
            loading={actionForm.pending}
            onClick={() => form.setValue('overrideFailingCases', false)}
          >
            {stage?.canary ? 'Deploy to canary' : 'Deploy'}
          </Button>
        )}
      </DialogFooter>
    </Form>
  );
}

function aboutStage(stage: StageSummary): string {
  if (isDeployDue(stage)) return stage.canary ? 'Its canary is behind the working copy' : 'Behind the working copy';
  const served = `Serves deployment #${stage.deploymentNumber}`;
  return stage.canary ? `${served}, its canary #${stage.canary.deploymentNumber}` : served;
}

/** A definition that does not compile is an answer to show in the dialog, not a failure to toast. */
async function deploy(
  input: CreateDeploymentInput,
): Promise<ActionResult<{ deployed: Deployed | null; refused: PublicError | null }>> {
  const result = await createDeploymentAction(input);
  if (result.ok) return { ok: true, data: { deployed: result.data, refused: null } };
  const isAboutDefinition = Object.keys(result.error.fieldErrors ?? {}).some((place) => place.includes(' '));
  return isAboutDefinition ? { ok: true, data: { deployed: null, refused: result.error } } : result;
}

/** What a caller of the stage will notice. */
function PendingChanges({
  restApiId,
  what,
  deploymentId,
}: Readonly<{
  restApiId: string;
  /** "prod", "the canary of prod". */
  what: string;
  deploymentId: string;
}>) {
  const { data: diff, error } = useDefinitionDiff(restApiId, deploymentId, WORKING_COPY);
  return (
    <section aria-label="What changes" className="overflow-hidden rounded-lg border border-border">
      <h3 className="flex items-center justify-between gap-2 border-b border-border bg-muted/50 px-3 py-2 text-xs font-medium">
        Changes since {what} was deployed
        {diff ? <span className="font-normal text-muted-foreground">{summarizeDiff(diff)}</span> : null}
      </h3>
      <div className="max-h-52 min-h-14 overflow-y-auto px-3 py-2.5">
        {diff && diff.changes.length > 0 ? <DefinitionDiffView diff={diff} compact /> : null}
        {diff && diff.changes.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            None: {what} already serves this definition. Deploying makes another copy of it.
          </p>
        ) : null}
        {!diff && error ? <p className="text-sm text-destructive">{error.message}</p> : null}
        {diff || error ? null : (
          <div className="flex flex-col gap-2">
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        )}
      </div>
    </section>
  );
}

/** A definition that does not compile is refused; each problem leads to its method. */
function Refused({
  restApiId,
  error,
  onNavigate,
}: Readonly<{ restApiId: string; error: PublicError | null; onNavigate: () => void }>) {
  const problems = Object.entries(error?.fieldErrors ?? {}).filter(
    ([place]) => place.includes(' ') && !isCasePlace(place),
  );
  if (!error || problems.length === 0) return null;
  return (
    <Alert variant="destructive" title={`The API can’t be deployed: ${count(problems.length, 'problem')}`}>
      <ProblemList
        restApiId={restApiId}
        onNavigate={onNavigate}
        problems={problems.flatMap(([place, messages]) => messages.map((message) => ({ place, message })))}
      />
    </Alert>
  );
}

function ProblemList({
  restApiId,
  problems,
  onNavigate,
}: Readonly<{
  restApiId: string;
  problems: readonly { place: string; message: string }[];
  onNavigate: () => void;
}>) {
  return (
    <ul className="mt-1 flex max-h-56 flex-col gap-1.5 overflow-y-auto">
      {problems.map(({ place, message }) => (
        <li key={`${place} ${message}`} className="flex flex-col">
          <PlaceLink restApiId={restApiId} place={place} onNavigate={onNavigate} />
          <span className="text-xs">{message}</span>
        </li>
      ))}
    </ul>
  );
}

function Deployment({
  api,
  deployed,
  onClose,
}: Readonly<{ api: RestApiDetail; deployed: Deployed; onClose: () => void }>) {
  const errors = deployed.publish.errors;
  const stage = deployed.stage;
  const onCanary = stage?.canary?.deploymentId === deployed.id ? stage.canary : null;
  return (
    <>
      <DialogHeader>
        <DialogTitle>
          {errors.length === 0
            ? `Deployment #${deployed.number} is live${onCanary ? ' on the canary' : ''}`
            : `Deployment #${deployed.number} is not live`}
        </DialogTitle>
        <DialogDescription>
          {stage
            ? onCanary
              ? `${onCanary.percentTraffic} % of the requests to ${stage.name} get it.`
              : `Stage ${stage.name} points to it.`
            : 'No stage points to it yet.'}
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {errors.length === 0 ? (
          <p role="status" className="flex items-center gap-2 text-sm">
            <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-success" />
            {publishText(deployed.publish)}
          </p>
        ) : (
          <div role="alert" className="flex flex-col gap-2 text-sm">
            <p className="flex items-start gap-2">
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
              It does not compile, so the gateway keeps serving what was live before.
            </p>
            <ProblemList restApiId={api.id} problems={errors} onNavigate={onClose} />
          </div>
        )}
        {stage && api.endpointType !== 'PRIVATE' ? <InvokeUrls stage={stage} /> : null}
        {stage && api.endpointType === 'PRIVATE' ? <PrivateInvokeUrls api={api} stage={stage} /> : null}
      </DialogBody>
      <DialogFooter>
        {stage ? (
          <Button variant="outline" render={<Link href={routes.api(api.id).stage(stage.name)} onClick={onClose} />}>
            Open stage
          </Button>
        ) : null}
        <Button onClick={onClose} autoFocus>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
