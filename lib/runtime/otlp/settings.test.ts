import { expect, it } from 'vitest';
import { otlpSettings } from './settings';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' };

it('is off until an endpoint is named', () => {
  expect(otlpSettings({})).toBeUndefined();
  expect(otlpSettings({ OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
  expect(otlpSettings({ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  expect(otlpSettings({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
});

it('has OpenTelemetry’s defaults', () => {
  expect(otlpSettings(ENDPOINT)).toEqual({
    url: 'http://localhost:4318/v1/traces',
    ...{ headers: {}, timeoutMs: 10_000, resource: { 'service.name': 'gatehouse' }, ratio: 1, isParentBased: true },
    ...{ maxQueuedSpans: 2048, maxBatchSpans: 512, delayMs: 5_000 },
  });
});

it('reads OpenTelemetry’s names', () => {
  const settings = otlpSettings({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/spans',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%3Db, x-team = gate',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=lost,deployment.environment.name=test',
    OTEL_SERVICE_NAME: 'edge',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_BSP_MAX_QUEUE_SIZE: '10',
  });
  expect(settings).toMatchObject({
    url: 'https://collector.example/spans',
    headers: { authorization: 'Bearer a=b', 'x-team': 'gate' },
    resource: { 'service.name': 'edge', 'deployment.environment.name': 'test' },
    ...{ ratio: 0.25, isParentBased: false, maxQueuedSpans: 10 },
  });
});

it.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL'],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'spans are sent as http/json'],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'often' }, 'OTEL_TRACES_SAMPLER "often" is not one of'],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ ...ENDPOINT, OTEL_BSP_SCHEDULE_DELAY: '-1' }, 'OTEL_BSP_SCHEDULE_DELAY must be a whole number above 0'],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'secret' }, 'OTEL_EXPORTER_OTLP_HEADERS must be a list'],
])('%j is refused', (vars, message) => {
  expect(() => otlpSettings(vars)).toThrow(message);
});
