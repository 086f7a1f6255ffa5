// Where spans go, from OpenTelemetry's own variables.
// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/

export interface OtlpSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly resource: Readonly<Record<string, string>>;
  /** 0–1, of traces that nobody has decided about. */
  readonly ratio: number;
  /** Whoever calls may have decided for the whole trace. */
  readonly isParentBased: boolean;
  readonly maxQueuedSpans: number;
  readonly maxBatchSpans: number;
  readonly delayMs: number;
}

type Vars = Readonly<Record<string, string | undefined>>;

/** Undefined: no endpoint is named, so nothing is exported and nothing paid. */
export function otlpSettings(vars: Vars): OtlpSettings | undefined {
  const own = vars.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const base = vars.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!own && !base) return undefined;
  if (vars.OTEL_SDK_DISABLED === 'true' || vars.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const protocol = vars.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || vars.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/json';
  if (protocol === 'grpc') {
    throw new Error('OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; spans are sent as http/json, usually to port 4318.');
  }
  const url = own || `${base?.replace(/\/+$/, '')}/v1/traces`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const name = own ? 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' : 'OTEL_EXPORTER_OTLP_ENDPOINT';
    throw new Error(`${name} must be an http or https URL, such as http://localhost:4318.`);
  }
  return {
    url,
    headers: pairs(
      vars,
      vars.OTEL_EXPORTER_OTLP_TRACES_HEADERS ? 'OTEL_EXPORTER_OTLP_TRACES_HEADERS' : 'OTEL_EXPORTER_OTLP_HEADERS',
    ),
    timeoutMs: positive(vars, 'OTEL_EXPORTER_OTLP_TIMEOUT', 10_000),
    resource: {
      'service.name': 'gatehouse',
      ...pairs(vars, 'OTEL_RESOURCE_ATTRIBUTES'),
      ...(vars.OTEL_SERVICE_NAME ? { 'service.name': vars.OTEL_SERVICE_NAME } : {}),
    },
    ...sampler(vars),
    maxQueuedSpans: positive(vars, 'OTEL_BSP_MAX_QUEUE_SIZE', 2048),
    maxBatchSpans: positive(vars, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    delayMs: positive(vars, 'OTEL_BSP_SCHEDULE_DELAY', 5_000),
  };
}

function sampler(vars: Vars): Pick<OtlpSettings, 'ratio' | 'isParentBased'> {
  const name = vars.OTEL_TRACES_SAMPLER || 'parentbased_always_on';
  const isParentBased = name.startsWith('parentbased_');
  switch (isParentBased ? name.slice('parentbased_'.length) : name) {
    case 'always_on':
      return { ratio: 1, isParentBased };
    case 'always_off':
      return { ratio: 0, isParentBased };
    case 'traceidratio': {
      const ratio = Number(vars.OTEL_TRACES_SAMPLER_ARG || '1');
      if (ratio >= 0 && ratio <= 1) return { ratio, isParentBased };
      throw new Error(`OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not "${vars.OTEL_TRACES_SAMPLER_ARG}".`);
    }
    default:
      throw new Error(
        `OTEL_TRACES_SAMPLER "${name}" is not one of always_on, always_off, traceidratio and parentbased_*.`,
      );
  }
}

/** "name=value,name=value", percent-encoded. */
function pairs(vars: Vars, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of (vars[name] ?? '').split(',')) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    try {
      if (equals < 1) throw new URIError();
      found[part.slice(0, equals).trim()] = decodeURIComponent(part.slice(equals + 1).trim());
    } catch {
      // What stands there may be a credential: it is not repeated.
      throw new Error(`${name} must be a list of name=value with commas between them, percent-encoded.`);
    }
  }
  return found;
}

function positive(vars: Vars, name: string, fallback: number): number {
  const value = Number(vars[name] || fallback);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${name} must be a whole number above 0, not "${vars[name]}".`);
}
