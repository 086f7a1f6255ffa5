'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Field, Form } from '@/components/form/form';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { signInWithPassword } from '@/lib/client/auth';
import { type SignInInput, signInInput } from '@/lib/contract/account';
import { waitSeconds } from './wait-seconds';

export interface SignInHint {
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

/** E-mail and password. After too many tries it counts the wait down instead of letting one try in vain. */
export function SignInForm({
  callbackUrl,
  initialError,
  hints = [],
}: Readonly<{
  /** A path of this console, already checked. */
  callbackUrl: string;
  initialError?: string;
  /** Sign-ins of the demo, filled in by a press. */
  hints?: readonly SignInHint[];
}>) {
  const form = useForm<SignInInput>({
    resolver: zodResolver(signInInput),
    defaultValues: { email: '', password: '', code: '' },
  });
  const [error, setError] = useState(initialError ?? null);
  const [left, startWait] = useCountdown();
  const [asksCode, setAsksCode] = useState(false);

  const submit = form.handleSubmit(async ({ email, password, code = '' }) => {
    setError(null);
    const outcome = await signInWithPassword({ email, password, ...(asksCode ? { code } : {}) });
    if (outcome.ok) {
      // A full load: nothing that was read as somebody else stays.
      window.location.assign(callbackUrl);
      await new Promise(() => {});
      return;
    }
    if (outcome.needsCode && !asksCode) return setAsksCode(true);
    setError(outcome.message);
    const wait = waitSeconds(outcome.message);
    if (wait !== null) startWait(wait);
    else form.setFocus(asksCode ? 'code' : 'password', { shouldSelect: true });
  });

  return (
    <Form form={form} onSubmit={submit} className="flex flex-col gap-4" aria-label="Sign in">
      {error && left === 0 ? <Alert variant="destructive" title={error} /> : null}
      {left > 0 ? (
        <Alert variant="warning" title="Too many attempts">
          For the safety of this account you can try again in <span className="tabular">{waitText(left)}</span>.
        </Alert>
      ) : null}
      {asksCode ? (
        <Field
          control={form.control}
          name="code"
          label="Code"
          description="Of your authenticator app, or one of your recovery codes."
        >
          {({ value, ...field }) => (
            <Input {...field} value={value ?? ''} autoComplete="one-time-code" spellCheck={false} autoFocus />
          )}
        </Field>
      ) : (
        <>
          <Field control={form.control} name="email" label="E-mail">
            {(field) => <Input {...field} type="email" autoComplete="username" autoFocus />}
          </Field>
          <Field control={form.control} name="password" label="Password">
            {(field) => <Input {...field} type="password" autoComplete="current-password" />}
          </Field>
        </>
      )}
      <Button type="submit" size="lg" loading={form.formState.isSubmitting} disabled={left > 0}>
        {left > 0 ? `Wait ${waitText(left)}` : 'Sign in'}
      </Button>
      {asksCode ? (
        <Button
          variant="ghost"
          onClick={() => {
            setAsksCode(false);
            setError(null);
            form.reset();
          }}
        >
          Sign in as somebody else
        </Button>
      ) : null}
      {hints.length > 0 && !asksCode ? (
        <div className="flex flex-col gap-2 rounded-lg border border-dashed border-border p-3">
          <p className="text-xs text-muted-foreground">This is a demo. Fill in the sign-in of:</p>
          <div className="flex flex-wrap gap-2">
            {hints.map((hint) => (
              <Button
                key={hint.email}
                variant="outline"
                size="sm"
                onClick={() => {
                  form.setValue('email', hint.email, { shouldValidate: true });
                  form.setValue('password', hint.password, { shouldValidate: true });
                }}
              >
                {hint.label}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
    </Form>
  );
}

function waitText(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

function useCountdown(): [left: number, start: (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  const running = left > 0;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return [left, setLeft];
}
