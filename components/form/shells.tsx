'use client';

import { type ReactNode, useEffect, useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetFooter,
  SheetHeader,
  SheetTitle,
} from '@/components/ui/sheet';
import { Form } from './form';
import type { ActionForm } from './use-action-form';

interface ShellProps<Values extends FieldValues, Output> {
  /** What `useActionForm` returned. */
  actionForm: ActionForm<Values, Output>;
  title: string;
  description?: ReactNode;
  /** A verb and its object: `Create key`. */
  submitLabel: string;
  children: ReactNode;
}

interface OverlayProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function FormDialog<Values extends FieldValues, Output>({
  actionForm,
  title,
  description,
  submitLabel,
  size,
  open,
  onOpenChange,
  children,
}: Readonly<ShellProps<Values, Output> & OverlayProps & { size?: 'sm' | 'default' | 'lg' | 'xl' }>) {
  const guard = useDiscardGuard(actionForm, onOpenChange);
  return (
    <>
      <Dialog open={open} onOpenChange={guard.onOpenChange}>
        <DialogContent size={size}>
          <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex min-h-0 flex-col">
            <DialogHeader>
              <DialogTitle>{title}</DialogTitle>
              {description ? <DialogDescription>{description}</DialogDescription> : null}
            </DialogHeader>
            <DialogBody>{children}</DialogBody>
            <DialogFooter>
              <Button variant="outline" onClick={() => guard.onOpenChange(false)}>
                Cancel
              </Button>
              <Button type="submit" loading={actionForm.pending}>
                {submitLabel}
              </Button>
            </DialogFooter>
          </Form>
        </DialogContent>
      </Dialog>
      {guard.dialog}
    </>
  );
}

export function FormSheet<Values extends FieldValues, Output>({
  actionForm,
  title,
  description,
  submitLabel,
  size,
  readOnly = false,
  open,
  onOpenChange,
  children,
}: Readonly<
  ShellProps<Values, Output> &
    OverlayProps & {
      size?: 'default' | 'lg' | 'xl';
      /** For roles that may look only: no save button, fields off. */
      readOnly?: boolean;
    }
>) {
  const guard = useDiscardGuard(actionForm, onOpenChange);
  return (
    <>
      <Sheet open={open} onOpenChange={guard.onOpenChange}>
        <SheetContent size={size}>
          <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex min-h-0 flex-1 flex-col">
            <SheetHeader>
              <SheetTitle>{title}</SheetTitle>
              {description ? <SheetDescription>{description}</SheetDescription> : null}
            </SheetHeader>
            <SheetBody>
              <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
                {children}
              </fieldset>
            </SheetBody>
            <SheetFooter>
              <Button variant="outline" onClick={() => guard.onOpenChange(false)}>
                {readOnly ? 'Close' : 'Cancel'}
              </Button>
              {readOnly ? null : (
                <Button type="submit" loading={actionForm.pending}>
                  {submitLabel}
                </Button>
              )}
            </SheetFooter>
          </Form>
        </SheetContent>
      </Sheet>
      {guard.dialog}
    </>
  );
}

/** A form that stands on the page. Its save button wakes up with the first change. */
export function FormCard<Values extends FieldValues, Output>({
  actionForm,
  title,
  description,
  submitLabel,
  hint,
  readOnly = false,
  children,
  className,
}: Readonly<
  ShellProps<Values, Output> & {
    /** A line beside the save button: what saving does, or a link. */
    hint?: ReactNode;
    /** For roles that may look only: no save button, fields off. */
    readOnly?: boolean;
    className?: string;
  }
>) {
  const { form, submit, pending, dirty } = actionForm;
  useLeaveGuard(dirty && !pending);
  return (
    <Card className={className}>
      <Form form={form} onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
        <CardHeader>
          <CardTitle>{title}</CardTitle>
          {description ? <CardDescription>{description}</CardDescription> : null}
        </CardHeader>
        <CardContent>
          <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
            {children}
          </fieldset>
        </CardContent>
        {readOnly && !hint ? null : (
          <CardFooter className="min-h-12 justify-between">
            <div className="min-w-0 text-xs text-muted-foreground">{hint}</div>
            {readOnly ? null : (
              <div className="flex shrink-0 gap-2">
                <Button
                  variant="ghost"
                  size="sm"
                  // Keeps its place, so that the other button does not move; a phone has no place to keep.
                  className={dirty ? '' : 'invisible max-sm:hidden'}
                  disabled={pending}
                  onClick={() => form.reset()}
                >
                  Discard
                </Button>
                <Button type="submit" size="sm" loading={pending} disabled={!dirty && !pending}>
                  {submitLabel}
                </Button>
              </div>
            )}
          </CardFooter>
        )}
      </Form>
    </Card>
  );
}

/** Where a page keeps what can't be undone. */
export function DangerZone({
  title = 'Danger zone',
  children,
  className,
}: Readonly<{ title?: string; children: ReactNode; className?: string }>) {
  return (
    <section aria-label={title} className={cn('rounded-lg border border-destructive/30 bg-card', className)}>
      <h2 className="border-b border-destructive/20 px-4 py-2.5 text-base font-medium tracking-tight text-destructive">
        {title}
      </h2>
      <div className="divide-y divide-border">{children}</div>
    </section>
  );
}

export function DangerAction({
  title,
  description,
  action,
}: Readonly<{ title: string; description: ReactNode; action: ReactNode }>) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="text-sm font-medium">{title}</h3>
        <p className="text-sm text-muted-foreground">{description}</p>
      </div>
      {action}
    </div>
  );
}

/** Asks before a form with changes in it is closed. */
function useDiscardGuard<Values extends FieldValues, Output>(
  { dirty, pending, form }: ActionForm<Values, Output>,
  close: (open: boolean) => void,
) {
  const [asking, setAsking] = useState(false);
  function onOpenChange(open: boolean) {
    if (open) close(true);
    else if (pending) return;
    else if (dirty) setAsking(true);
    else close(false);
  }
  const dialog = (
    <ConfirmDialog
      open={asking}
      onOpenChange={setAsking}
      title="Discard your changes?"
      description="What you have entered here has not been saved."
      confirmLabel="Discard changes"
      cancelLabel="Keep editing"
      onConfirm={() => {
        form.reset();
        close(false);
      }}
    />
  );
  return { onOpenChange, dialog };
}

function useLeaveGuard(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
