'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { backdropClasses } from './dialog';
import { Input } from './input';

export const AlertDialog = Base.Root;
export const AlertDialogTrigger = Base.Trigger;
export const AlertDialogClose = Base.Close;

export function AlertDialogContent({ className, children, ...props }: Readonly<ComponentProps<typeof Base.Popup>>) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Viewport className="fixed inset-0 z-50 grid place-items-center overflow-y-auto px-4 py-8">
        <Base.Popup
          className={cn(
            'flex w-full max-w-md flex-col rounded-xl border border-border bg-popover text-popover-foreground shadow-lg outline-none',
            'transition-[opacity,scale] duration-150 ease-out data-starting-style:scale-[0.98] data-starting-style:opacity-0 data-ending-style:scale-[0.98] data-ending-style:opacity-0',
            className as string,
          )}
          {...props}
        >
          {children}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  );
}

export function AlertDialogTitle({ className, ...props }: Readonly<ComponentProps<typeof Base.Title>>) {
  return <Base.Title className={cn('text-lg font-semibold tracking-tight', className as string)} {...props} />;
}

export function AlertDialogDescription({ className, ...props }: Readonly<ComponentProps<typeof Base.Description>>) {
  return <Base.Description className={cn('text-sm text-muted-foreground', className as string)} {...props} />;
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: `Delete API “Pet store”?` */
  title: string;
  description?: ReactNode;
  /** What will be lost, one line each: `2 stages (dev, prod) stop answering`. */
  losses?: readonly ReactNode[];
  /** What will happen where nothing is lost, one line each. */
  consequences?: readonly ReactNode[];
  /** When set, the confirm button stays off until the user has typed exactly this. */
  typeToConfirm?: string;
  /** A verb and its object: `Delete API`. */
  confirmLabel: string;
  cancelLabel?: string;
  destructive?: boolean;
  /** Resolve to keep the promise's result; return `false` to leave the dialog open (the caller has shown why). */
  onConfirm: () => unknown;
}

export function ConfirmDialog(props: Readonly<ConfirmDialogProps>) {
  const { open, onOpenChange } = props;
  const [pending, setPending] = useState(false);
  return (
    <AlertDialog open={open} onOpenChange={(next) => (pending ? undefined : onOpenChange(next))}>
      <AlertDialogContent>
        <ConfirmForm {...props} pending={pending} setPending={setPending} />
      </AlertDialogContent>
    </AlertDialog>
  );
}

// Its own component so that what was typed is forgotten when the dialog closes.
function ConfirmForm({
  title,
  description,
  losses = [],
  consequences = [],
  typeToConfirm,
  confirmLabel,
  cancelLabel = 'Cancel',
  destructive = true,
  onConfirm,
  onOpenChange,
  pending,
  setPending,
}: Readonly<ConfirmDialogProps & { pending: boolean; setPending: (pending: boolean) => void }>) {
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const locked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;

  async function confirm() {
    if (locked || pending) return;
    setPending(true);
    try {
      if ((await onConfirm()) !== false) onOpenChange(false);
    } finally {
      setPending(false);
    }
  }

  return (
    <form
      className="flex flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <div className="flex flex-col gap-3 px-5 pt-4 pb-4">
        <AlertDialogTitle>{title}</AlertDialogTitle>
        {description ? <AlertDialogDescription>{description}</AlertDialogDescription> : null}
        {consequences.length > 0 ? (
          <ul className="flex flex-col gap-1.5 rounded-lg border border-border bg-muted/50 px-3 py-2.5 text-sm">
            {consequences.map((consequence, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list that is never reordered
              <li key={index} className="flex gap-2">
                <span aria-hidden="true" className="mt-2 size-1 shrink-0 rounded-full bg-muted-foreground" />
                <span className="min-w-0 wrap-break-word">{consequence}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {losses.length > 0 ? (
          <ul className="flex flex-col gap-1.5 rounded-lg border border-destructive/25 bg-destructive/6 px-3 py-2.5 text-sm">
            {losses.map((loss, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list that is never reordered
              <li key={index} className="flex gap-2">
                <span aria-hidden="true" className="mt-2 size-1 shrink-0 rounded-full bg-destructive" />
                <span className="min-w-0 wrap-break-word">{loss}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {typeToConfirm === undefined ? null : (
          <div className="flex flex-col gap-1.5">
            <label htmlFor={inputId} className="text-sm text-muted-foreground">
              Type <span className="select-all font-mono font-medium text-foreground">{typeToConfirm}</span> to confirm
            </label>
            <Input
              id={inputId}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          </div>
        )}
      </div>
      <div className="flex flex-col-reverse gap-2 rounded-b-xl border-t border-border bg-muted/50 px-5 py-3 sm:flex-row sm:justify-end">
        <AlertDialogClose render={<Button variant="outline" />} disabled={pending}>
          {cancelLabel}
        </AlertDialogClose>
        <Button
          type="submit"
          variant={destructive ? 'destructive' : 'default'}
          loading={pending}
          disabled={locked && !pending}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
