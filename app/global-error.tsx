'use client';

import './globals.css';

// The root layout itself failed: nothing of it (fonts, theme, providers) can be relied on.
export default function GlobalError({
  error,
  reset,
}: Readonly<{ error: Error & { digest?: string }; reset: () => void }>) {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center font-sans">
        <main className="flex max-w-md flex-col items-center gap-3 px-6 text-center">
          <h1 className="text-xl font-semibold tracking-tight">Gatehouse failed to load</h1>
          <p className="text-sm text-muted-foreground">
            The gateway is a process of its own and keeps serving. Try again; if it keeps happening, look into the
            console’s log{error.digest ? ` for digest ${error.digest}` : ''}.
          </p>
          <button
            type="button"
            onClick={reset}
            className="h-8 rounded-md bg-primary px-3 text-sm font-medium text-primary-foreground"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
