'use client';

import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { Button, type ButtonProps } from './button';
import { Tooltip } from './tooltip';

/** Copies, shows a check mark for a moment and announces it. `value` may be fetched on the press. */
export function CopyButton({
  value,
  label = 'Copy',
  children,
  variant = 'ghost',
  size,
  className,
  disabled,
}: Readonly<{
  value: string | (() => string | Promise<string>);
  label?: string;
  /** Visible text beside the icon; without it the button is an icon with a tooltip. */
  children?: ReactNode;
  variant?: ButtonProps['variant'];
  size?: ButtonProps['size'];
  className?: string;
  disabled?: boolean;
}>) {
  const { copied, copy } = useCopy();
  const button = (
    <Button
      variant={variant}
      size={size ?? (children ? 'sm' : 'icon-sm')}
      className={className}
      disabled={disabled}
      aria-label={children ? undefined : label}
      onClick={() => copy(value)}
    >
      {copied ? <Check className="text-success" /> : <Copy />}
      {children}
      <span aria-live="polite" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </Button>
  );
  return children ? button : <Tooltip content={copied ? 'Copied' : label}>{button}</Tooltip>;
}

export function useCopy() {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(value: string | (() => string | Promise<string>)): Promise<boolean> {
    try {
      await writeText(typeof value === 'function' ? await value() : value);
    } catch {
      toast.error('Could not copy', { description: 'The browser refused access to the clipboard.' });
      return false;
    }
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1600);
    return true;
  }
  return { copied, copy };
}

// The clipboard API exists on https and localhost only; a console reached by IP over http still must copy.
async function writeText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copy refused');
}
