import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlClasses } from './field-classes';

export function Textarea({ className, ...props }: Readonly<ComponentProps<'textarea'>>) {
  return (
    <textarea className={cn(controlClasses, 'field-sizing-content min-h-16 px-2.5 py-1.5', className)} {...props} />
  );
}
