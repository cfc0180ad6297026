/**
 * What settings.json may hold, checked at the border. Objects are loose: fields of a newer version pass through and
 * are written back. Whether names are unique and addresses are addresses is shared/upstreams/check-upstream.ts.
 */
import * as v from 'valibot';
import { presetUpstreams } from '../upstreams/presets.ts';
import type { Settings } from './settings.ts';
import { wireFormats } from './wire-format.ts';

const keySourceSchema = v.variant('kind', [
  v.looseObject({ kind: v.literal('stored'), lastFour: v.nullable(v.string()), hash: v.string() }),
  v.looseObject({ kind: v.literal('env'), variable: v.string() }),
]);

const clientKeySchema = v.variant('kind', [
  ...keySourceSchema.options,
  v.looseObject({ kind: v.literal('file'), path: v.string() }),
]);

const endpointTlsSchema = v.looseObject({
  ca: v.optional(v.string(), ''),
  clientCertificate: v.optional(v.string(), ''),
  clientKey: v.optional(v.nullable(clientKeySchema), null),
  serverName: v.optional(v.string(), ''),
});

const endpointSchema = v.looseObject({
  name: v.string(),
  url: v.string(),
  headers: v.optional(v.array(v.looseObject({ name: v.string(), value: v.string() })), []),
  key: v.optional(v.nullable(keySourceSchema), null),
  keyPlacement: v.optional(
    v.picklist(['authorization-bearer', 'x-api-key', 'api-key', 'x-goog-api-key']),
    'authorization-bearer',
  ),
  verifyTls: v.optional(v.boolean(), true),
  tls: v.exactOptional(endpointTlsSchema),
});

const upstreamSchema = v.looseObject({
  name: v.string(),
  title: v.string(),
  isEnabled: v.boolean(),
  activeEndpoint: v.string(),
  endpoints: v.array(endpointSchema),
  deathNotice: v.optional(v.picklist(['error-event', 'completion-notice', 'disconnect']), 'error-event'),
  errorShape: v.optional(
    v.picklist(['openai', 'anthropic', 'gemini', 'ollama', 'cohere', 'mistral', 'generic']),
    'generic',
  ),
  // A format that only a newer version knows is an unknown one here.
  defaultFormat: v.optional(v.fallback(v.picklist(wireFormats), 'unknown'), 'unknown'),
  isPreset: v.optional(v.boolean(), false),
});

const hostRuleSchema = v.variant('action', [
  v.object({ host: v.string(), action: v.picklist(['intercept', 'tunnel']) }),
  v.object({
    host: v.string(),
    action: v.literal('redirect'),
    url: v.string(),
    endpoint: v.exactOptional(v.object({ upstream: v.string(), name: v.string() })),
  }),
]);

const interceptionSchema = v.looseObject({
  isEnabled: v.optional(v.boolean(), false),
  rules: v.optional(v.array(hostRuleSchema), []),
  offersHttp2: v.exactOptional(v.boolean()),
});

const limit = (most: number) => v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(most)));

/** How long captures are kept; checked in settings.json and in the window's changes alike. */
export const retentionSchema = v.object({
  maxAgeDays: limit(36_500),
  maxBytes: limit(1e15),
  maxCount: limit(1e9),
});

const dollars = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000));
const priceFields = {
  input: dollars,
  output: dollars,
  cacheRead: v.nullable(dollars),
  cacheWrite: v.nullable(dollars),
};

/** The user's own prices: US dollars per million tokens; checked in settings.json and in the window's changes alike. */
export const pricesSchema = v.pipe(
  v.array(
    v.object({
      model: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
      ...priceFields,
      longPrompt: v.exactOptional(v.object({ aboveTokens: v.pipe(v.number(), v.minValue(0)), ...priceFields })),
      asOf: v.pipe(v.string(), v.maxLength(40)),
      source: v.pipe(v.string(), v.maxLength(2000)),
    }),
  ),
  v.maxLength(1000),
);

/** Where spans go; checked in settings.json and in the window's changes alike. */
export const telemetrySchema = v.object({
  isEnabled: v.boolean(),
  endpoint: v.pipe(v.string(), v.maxLength(2000)),
  withContent: v.boolean(),
  isRedacting: v.boolean(),
});

/** Tray, life without a window, notifications; checked in settings.json and in the window's changes alike. */
export const desktopSchema = v.object({
  hasTray: v.exactOptional(v.boolean()),
  keepsRunning: v.exactOptional(v.boolean()),
  notifications: v.object({
    isEnabled: v.boolean(),
    errors: v.boolean(),
    upstreamDown: v.boolean(),
    finishedAfterSeconds: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(86_400))),
  }),
});

/** 1 to 65535. */
export const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));

/** Settings as stored; what is missing gets its default. `version` may be newer than ours. */
export const settingsSchema = v.looseObject({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  port: v.optional(portSchema, 7878),
  host: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
  token: v.optional(v.nullable(v.string()), null),
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  listOrder: v.optional(v.picklist(['newest-last', 'newest-first']), 'newest-last'),
  savedFilters: v.optional(v.array(v.looseObject({ name: v.string(), text: v.string() })), []),
  upstreams: v.optional(v.array(upstreamSchema), []),
  interception: v.optional(interceptionSchema, { isEnabled: false, rules: [] }),
  companyCa: v.exactOptional(v.string()),
  prices: v.exactOptional(pricesSchema),
  retention: v.exactOptional(retentionSchema),
  telemetry: v.exactOptional(telemetrySchema),
  desktop: v.exactOptional(desktopSchema),
});

/** Settings of a first start. */
export const defaultSettings: Settings = {
  version: 1,
  port: 7878,
  host: '127.0.0.1',
  token: null,
  theme: 'system',
  listOrder: 'newest-last',
  savedFilters: [],
  upstreams: presetUpstreams,
  interception: { isEnabled: false, rules: [] },
};
