'use client';

import { ArrowLeft, FilePlus2, ListChecks, RefreshCw, Save } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useAction } from '@/components/form/use-action';
import { PageBody } from '@/components/layout/page-body';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { showMethod, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { templateProblems } from '@/components/template-editor/diagnostics';
import type { VelocityEditorHandle } from '@/components/template-editor/velocity-editor';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { MethodBadge } from '@/components/ui/method-badge';
import { SimpleSelect } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { updateMethodAction } from '@/lib/actions/method';
import { updateTemplateCaseAction } from '@/lib/actions/template-case';
import { useCan } from '@/lib/client/member';
import { useModels } from '@/lib/client/models';
import { routes } from '@/lib/client/routes';
import { useRenderedTemplate } from '@/lib/client/template-cases';
import { useDebounced } from '@/lib/client/use-debounced';
import type { UpdateMethodInput } from '@/lib/contract/method';
import { modelTemplate } from '@/lib/contract/model-template';
import type { PublicError } from '@/lib/contract/result';
import type { TemplateCaseDetail } from '@/lib/contract/template-case';
import { settingsOf } from '../method/use-method-form';
import { lastTest } from '../test-invoke/last-test';
import { pathParametersOf } from '../tree/tree-model';
import { CaseList } from './case-list';
import { OutputPane } from './output-pane';
import { SampleForm } from './sample-form';
import { emptySample, fromSample, fromTest, type SampleValues, toSample } from './sample-values';
import { SaveCaseDialog } from './save-case-dialog';
import {
  type MethodWithIntegration,
  placeKey,
  placeLabel,
  savedTemplate,
  type TemplatePlace,
  templatesOf,
  toPlaceQuery,
  withTemplate,
} from './template-place';
import { KEEPS_DRAFT, useLeaveGuard } from './use-leave-guard';

/** The editor is 400 KB of code that no other page needs. */
const VelocityEditor = dynamic(
  () => import('@/components/template-editor/velocity-editor').then((module) => module.VelocityEditor),
  { ssr: false, loading: () => <Skeleton className="size-full" /> },
);

/** A key typed is rendered when typing pauses this long. */
const TYPING_PAUSE_MS = 250;

/** One template: its text, a sample, and what comes of both. */
export function Workbench({
  apiId,
  method,
  place,
  cases,
  chosen,
  onChoose,
  onReload,
}: Readonly<{
  apiId: string;
  method: MethodWithIntegration;
  place: TemplatePlace;
  cases: readonly TemplateCaseDetail[];
  chosen: TemplateCaseDetail | null;
  onChoose: (name: string | null) => void;
  onReload: () => Promise<MethodWithIntegration>;
}>) {
  const mayWrite = useCan('rest-api:write');
  const editor = useRef<VelocityEditorHandle>(null);
  const hintId = useId();
  const [tab, setTab] = useState('template');
  const draft = useDraft(method, place, onReload, editor);
  const sample = useSample(method, place, chosen);
  const guard = useLeaveGuard(draft.isDirty);

  const input = useDebounced(
    useMemo(
      () => ({ direction: place.direction, template: draft.text, sample: toSample(sample.values, place.direction) }),
      [place.direction, draft.text, sample.values],
    ),
    TYPING_PAUSE_MS,
  );
  const rendering = useRenderedTemplate(method, input);
  const problems = useMemo(() => (rendering.data ? templateProblems(rendering.data) : []), [rendering.data]);
  const names = useMemo(
    () => ({
      parameters: parameterNames(method),
      stageVariables: Object.keys(input.sample.stageVariables),
    }),
    [method, input.sample.stageVariables],
  );
  const own = cases.filter((one) => placeKey(one) === placeKey(place));

  function goTo(line: number, column: number) {
    setTab('template');
    // The tab has to be on the screen before the editor can take the focus.
    requestAnimationFrame(() => editor.current?.goTo(line, column));
  }

  return (
    <PageBody width="full" className="gap-4">
      <WorkbenchHeader apiId={apiId} method={method} place={place} isDirty={draft.isDirty} onLeave={guard.leave}>
        {mayWrite ? (
          <Button onClick={draft.save} loading={draft.isSaving} disabled={!draft.isDirty}>
            <Save /> Save template
          </Button>
        ) : null}
      </WorkbenchHeader>
      <ConflictAlert error={draft.error} onReload={() => void draft.reload()} />
      <div className="grid min-w-0 gap-6 lg:grid-cols-2">
        <Tabs value={tab} onValueChange={(value) => setTab(String(value))} className="min-w-0">
          <TabsList>
            <TabsTrigger value="template">Template</TabsTrigger>
            <TabsTrigger value="sample">Sample</TabsTrigger>
            <TabsTrigger value="cases">
              Cases <span className="tabular text-xs text-muted-foreground">{own.length}</span>
            </TabsTrigger>
          </TabsList>
          <TabsContent value="template" keepMounted className="flex flex-col gap-2 data-hidden:hidden">
            <div className="h-[min(34rem,65dvh)] overflow-hidden rounded-md border border-input focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35">
              <VelocityEditor
                initialValue={draft.text}
                onChange={draft.setText}
                problems={problems}
                names={names}
                readOnly={!mayWrite}
                label="Template"
                describedBy={hintId}
                handle={editor}
              />
            </div>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <p id={hintId} className="text-xs text-muted-foreground">
                Ctrl+Space completes, Ctrl+F searches, Escape and then Tab leaves the editor.
              </p>
              {mayWrite ? <InsertModel apiId={apiId} onInsert={(text) => editor.current?.insert(text)} /> : null}
            </div>
          </TabsContent>
          <TabsContent value="sample">
            <SampleForm
              form={sample.form}
              method={method}
              direction={place.direction}
              onTakeLastTest={sample.takeLastTest}
            />
          </TabsContent>
          <TabsContent value="cases" className="flex flex-col gap-4">
            <CaseTools
              apiId={apiId}
              place={place}
              chosen={chosen}
              input={input.sample}
              output={rendering.isPlaceholderData ? null : (rendering.data?.output ?? null)}
              onChoose={onChoose}
            />
            {own.length > 0 ? (
              <div {...KEEPS_DRAFT}>
                <CaseList apiId={apiId} cases={own} chosenId={chosen?.id} />
              </div>
            ) : null}
            {own.length < cases.length ? (
              <Button variant="link" size="sm" className="w-fit" render={<Link href={routes.api(apiId).templates()} />}>
                <ListChecks /> All {cases.length} cases of the API
              </Button>
            ) : null}
          </TabsContent>
        </Tabs>
        <OutputPane
          rendered={rendering.data}
          failure={rendering.error?.message ?? null}
          isBusy={rendering.isFetching}
          method={method}
          place={place}
          chosen={chosen}
          problems={problems}
          onGoTo={goTo}
        />
      </div>
      {guard.dialog}
    </PageBody>
  );
}

/** The text as it is being written, from the version of the method that it was opened with. */
function useDraft(
  method: MethodWithIntegration,
  place: TemplatePlace,
  onReload: () => Promise<MethodWithIntegration>,
  editor: React.RefObject<VelocityEditorHandle | null>,
) {
  const show = useShowChange();
  const [opened, setOpened] = useState(method);
  const [text, setText] = useState(() => savedTemplate(method, place) ?? '');
  const [error, setError] = useState<PublicError | null>(null);
  const saved = savedTemplate(opened, place);
  const isDirty = text !== (saved ?? '');

  function start(from: MethodWithIntegration) {
    setOpened(from);
    setError(null);
    const fresh = savedTemplate(from, place) ?? '';
    setText(fresh);
    editor.current?.replace(fresh);
  }

  // Somebody else's save is taken over as long as nothing was written here; else saving says that there was one.
  const [seen, setSeen] = useState(method.version);
  if (method.version !== seen) {
    setSeen(method.version);
    if (!isDirty) {
      setOpened(method);
      setText(savedTemplate(method, place) ?? '');
    }
  }
  const followed = savedTemplate(opened, place) ?? '';
  useEffect(() => {
    editor.current?.replace(followed);
  }, [followed, editor]);

  const update = useAction(
    async (input: UpdateMethodInput) => {
      const result = await updateMethodAction(input);
      setError(result.ok ? null : result.error);
      return result;
    },
    {
      success: 'The template was saved. Deploy to make it live.',
      onReload: () => void reload(),
      onSuccess: (detail) => {
        if (detail.integration !== null) setOpened({ ...detail, integration: detail.integration });
        show(showMethod(detail));
      },
    },
  );

  async function reload() {
    start(await onReload());
  }

  return {
    ...{ text, setText, isDirty, error, reload, isSaving: update.pending },
    save: () => void update.run({ ...settingsOf(opened), integration: withTemplate(opened, place, text) }),
  };
}

/** The chosen case's sample, or an empty one, as it is being edited. */
function useSample(method: MethodWithIntegration, place: TemplatePlace, chosen: TemplateCaseDetail | null) {
  const form = useForm<SampleValues>({
    defaultValues: chosen === null ? emptySample(method) : fromSample(chosen.sample, method),
  });
  const [shownCase, setShownCase] = useState(chosen?.id);
  useEffect(() => {
    if (chosen?.id === shownCase) return;
    setShownCase(chosen?.id);
    if (chosen !== null) form.reset(fromSample(chosen.sample, method));
  }, [chosen, shownCase, form, method]);
  const values = useWatch({ control: form.control }) as SampleValues;
  const ref = { restApiId: method.restApiId, resourceId: place.resourceId, httpMethod: place.httpMethod };
  const [test, setTest] = useState<ReturnType<typeof lastTest>>(null);
  // Only the browser knows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => setTest(lastTest(ref)), []);
  return {
    ...{ form, values },
    takeLastTest: test === null ? null : () => form.reset(fromTest(test, method, form.getValues())),
  };
}

function WorkbenchHeader({
  apiId,
  method,
  place,
  isDirty,
  onLeave,
  children,
}: Readonly<{
  apiId: string;
  method: MethodWithIntegration;
  place: TemplatePlace;
  isDirty: boolean;
  onLeave: (href: string) => void;
  children: React.ReactNode;
}>) {
  const places = templatesOf(method, place);
  const step = place.direction === 'request' ? 'integration-request' : 'integration-response';
  const base = routes.api(apiId);
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Back to the method"
          render={<Link href={base.resources({ resource: method.resourceId, method: method.httpMethod, step })} />}
        >
          <ArrowLeft />
        </Button>
        <h2 className="flex min-w-0 items-center gap-2 font-mono text-base font-medium">
          <MethodBadge method={method.httpMethod} />
          <span className="min-w-0 truncate">{method.path}</span>
        </h2>
        <SimpleSelect
          aria-label="Template of the method"
          size="sm"
          className="w-auto max-w-72"
          value={placeKey(place)}
          onValueChange={(key) => {
            const next = places.find((one) => placeKey(one) === key);
            if (next) onLeave(base.templates(toPlaceQuery(next)));
          }}
          options={places.map((one) => ({ value: placeKey(one), label: placeLabel(one) }))}
        />
        {isDirty ? <Badge variant="warning">Not saved</Badge> : null}
      </div>
      {children}
    </header>
  );
}

/** What a model describes, as a template to start from. */
function InsertModel({ apiId, onInsert }: Readonly<{ apiId: string; onInsert: (text: string) => void }>) {
  const { data: models = [] } = useModels(apiId);
  const scope = { models: Object.fromEntries(models.map(({ name, schema }) => [name, schema])) };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger render={<Button variant="outline" size="sm" disabled={models.length === 0} />}>
        <FilePlus2 /> Insert from model
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {models.map(({ name, schema }) => (
          <DropdownMenuItem
            key={name}
            onClick={() => {
              const text = modelTemplate(schema, scope);
              if (text !== undefined) onInsert(text);
            }}
          >
            {name}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function CaseTools({
  apiId,
  place,
  chosen,
  input,
  output,
  onChoose,
}: Readonly<{
  apiId: string;
  place: TemplatePlace;
  chosen: TemplateCaseDetail | null;
  input: TemplateCaseDetail['sample'];
  /** Null: there is none, or not yet the one of this sample. */
  output: string | null;
  onChoose: (name: string | null) => void;
}>) {
  const mayWrite = useCan('rest-api:write');
  const refresh = useRefreshApis();
  const [dialog, setDialog] = useState({ isOpen: false, times: 0 });
  const update = useAction(updateTemplateCaseAction, {
    success: ({ name }) => `${name} now expects what comes out.`,
    onReload: () => void refresh(),
    onSuccess: refresh,
  });
  return (
    <>
      <p className="text-sm text-muted-foreground">
        A case keeps the sample and the output that must come of it. Every deploy runs all cases; one that fails stops
        it.
      </p>
      {mayWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="outline"
            disabled={output === null}
            onClick={() => setDialog(({ times }) => ({ isOpen: true, times: times + 1 }))}
          >
            <ListChecks /> Save as case…
          </Button>
          {chosen ? (
            <>
              <Button
                variant="outline"
                disabled={output === null}
                loading={update.pending}
                onClick={() => {
                  if (output === null) return;
                  const { id, version, name, comparison } = chosen;
                  void update.run({
                    ...{ restApiId: apiId, templateCaseId: id, version, name, comparison },
                    ...{ sample: input, expected: output },
                  });
                }}
              >
                <RefreshCw /> Update “{chosen.name}”
              </Button>
              <Button variant="ghost" onClick={() => onChoose(null)}>
                Close case
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
      <SaveCaseDialog
        key={dialog.times}
        apiId={apiId}
        place={place}
        sample={input}
        output={output ?? ''}
        open={dialog.isOpen}
        onOpenChange={(isOpen) => setDialog(({ times }) => ({ isOpen, times }))}
        onSaved={onChoose}
      />
    </>
  );
}

/** Of the path, and those that the method declares. */
function parameterNames(method: MethodWithIntegration): string[] {
  const declared = Object.keys(method.requestParameters).map((key) => key.split('.').slice(3).join('.'));
  return [...new Set([...pathParametersOf(method.path).map(({ name }) => name), ...declared])];
}
