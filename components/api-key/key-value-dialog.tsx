'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';

/** Shows a value that was just made, with the means to use it. */
export function KeyValueDialog({
  title,
  description,
  value,
  children,
  onClose,
}: Readonly<{
  title: string;
  description: ReactNode;
  value: string;
  children?: ReactNode;
  onClose: () => void;
}>) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <div className="flex flex-col gap-2">
            <CodeBlock code={value} copyLabel="Copy API key" wrap className="[&_code]:select-all" />
            <CopyButton value={value} variant="default" size="default" className="sm:self-start">
              Copy key
            </CopyButton>
          </div>
          {children}
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
