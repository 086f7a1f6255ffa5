'use client';

import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
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
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { ROTATION_OVERLAPS } from '@/lib/contract/api-key';
import type { ActionResult } from '@/lib/contract/result';

const explain: Record<number, string> = {
  0: 'The old value stops working the moment you rotate. For a key that has leaked.',
  3600: 'Time to change one service by hand.',
  86400: 'Time for the next deploy. A good choice when nothing is wrong.',
  604800: 'Time to tell everyone who holds the key.',
  2592000: 'The longest overlap.',
};

/** Asks how long the old value stays valid, then rotates. */
export function RotateKeyDialog<Data>({
  keyName,
  open,
  onOpenChange,
  rotate,
  onRotated,
}: Readonly<{
  keyName: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  rotate: (overlapSeconds: number) => Promise<ActionResult<Data>>;
  /** Closes the dialog too: what comes next shows the new value. */
  onRotated: (data: Data) => void;
}>) {
  const [overlap, setOverlap] = useState('86400');
  const { run, pending } = useAction(rotate, { onSuccess: onRotated });
  return (
    <Dialog open={open} onOpenChange={(next) => (pending ? undefined : onOpenChange(next))}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Rotate “{keyName}”</DialogTitle>
          <DialogDescription>
            A new value is made. During the overlap both values work and count against the same quota, so callers can
            change over without an outage.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          <RadioGroup
            aria-label="How long the old value stays valid"
            value={overlap}
            onValueChange={(value) => setOverlap(String(value))}
          >
            {ROTATION_OVERLAPS.map((choice) => (
              <RadioCard
                key={choice.seconds}
                value={String(choice.seconds)}
                title={choice.label}
                description={explain[choice.seconds]}
              />
            ))}
          </RadioGroup>
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={() => onOpenChange(false)} disabled={pending}>
            Cancel
          </Button>
          <Button
            loading={pending}
            variant={overlap === '0' ? 'destructive' : 'default'}
            onClick={() => void run(Number(overlap))}
          >
            Rotate key
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
