'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { CodeBlock } from '@/components/ui/code-block';
import type { Language } from '@/components/ui/highlight';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { KEY_PLACEHOLDER, SAMPLE_LANGUAGES, type SampleLanguage, sample } from './samples';

const looks: Record<SampleLanguage, { label: string; highlight: Language }> = {
  curl: { label: 'curl', highlight: 'bash' },
  javascript: { label: 'JavaScript', highlight: 'javascript' },
  python: { label: 'Python', highlight: 'python' },
};

/** One call in three languages. The chosen language is in the URL, so every sample of a visit speaks it. */
export function CodeSamples({
  method,
  url,
  apiKey,
  keyRequired = true,
}: Readonly<{
  method: string;
  url: string;
  /** Absent: a placeholder stands in. */
  apiKey?: string;
  keyRequired?: boolean;
}>) {
  const [language, setLanguage] = useQueryState('lang', parseAsStringLiteral(SAMPLE_LANGUAGES).withDefault('curl'));
  const code = sample(language, { method, url, ...(keyRequired ? { apiKey: apiKey ?? KEY_PLACEHOLDER } : {}) });
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <SegmentedControl
        aria-label="Language of the sample"
        size="sm"
        value={language}
        onValueChange={(next) => void setLanguage(next)}
        options={SAMPLE_LANGUAGES.map((name) => ({ value: name, label: looks[name].label }))}
      />
      <CodeBlock
        wrap
        code={code}
        language={looks[language].highlight}
        copyLabel={`Copy ${looks[language].label} sample`}
      />
    </div>
  );
}
