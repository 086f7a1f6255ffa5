'use client';

import { type ComponentProps, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

// biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
export const STAGE_VARIABLE = '${stageVariables.name}';

/** A backend's URI, with buttons that put in what the path offers. */
export function UriInput({
  parameters,
  value,
  onChange,
  ref,
  ...props
}: Readonly<
  Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
    parameters: readonly string[];
    value: string;
    onChange: (value: string) => void;
  }
>) {
  const input = useRef<HTMLInputElement>(null);

  function insert(text: string) {
    const element = input.current;
    const start = element?.selectionStart ?? value.length;
    const end = element?.selectionEnd ?? start;
    onChange(value.slice(0, start) + text + value.slice(end));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(start + text.length, start + text.length);
    });
  }

  return (
    <div className="flex flex-col gap-1.5">
      <Input
        {...props}
        ref={(element) => {
          input.current = element;
          if (typeof ref === 'function') ref(element);
        }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="https://example.com/pets/{petId}"
        inputMode="url"
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        className="font-mono text-xs"
      />
      <div className="flex flex-wrap gap-1">
        {[...parameters.map((name) => `{${name}}`), STAGE_VARIABLE].map((text) => (
          <Button
            key={text}
            variant="outline"
            size="xs"
            className="font-mono font-normal text-muted-foreground"
            aria-label={`Insert ${text}`}
            onClick={() => insert(text)}
          >
            {text}
          </Button>
        ))}
      </div>
    </div>
  );
}
