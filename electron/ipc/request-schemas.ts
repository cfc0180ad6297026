/** The shape of every command's request, checked at the border. Meaning (unique names, known ids) is the handlers'. */
import * as v from 'valibot';
import { exportFormatNames } from '../../shared/export/export-formats.ts';
import { markColors } from '../../shared/model/mark.ts';
import { desktopSchema, pricesSchema, retentionSchema, telemetrySchema } from '../../shared/model/settings-schema.ts';
import { wireFormats } from '../../shared/model/wire-format.ts';
import type { RequestSchemas } from './typed-ipc.ts';

const nothing = v.null();
const id = v.pipe(v.string(), v.regex(/^[0-9a-z]{20}$/, 'an exchange id has 20 characters 0-9 and a-z'));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const limit = v.pipe(count, v.maxValue(10_000));
const direction = v.picklist(['request', 'response', 'injected']);

const texts = v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000))), v.maxLength(32));

const keySource = v.variant('kind', [
  v.object({ kind: v.literal('stored'), lastFour: v.nullable(v.string()), hash: v.string() }),
  v.object({ kind: v.literal('env'), variable: v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)) }),
]);

const pem = v.pipe(v.string(), v.maxLength(200_000));

const endpointTls = v.object({
  ca: pem,
  clientCertificate: pem,
  clientKey: v.nullable(
    v.variant('kind', [
      ...keySource.options,
      v.object({ kind: v.literal('file'), path: v.pipe(v.string(), v.maxLength(4096)) }),
    ]),
  ),
  serverName: v.pipe(v.string(), v.maxLength(253)),
});

const endpoint = v.object({
  name,
  url: v.pipe(v.string(), v.maxLength(2000)),
  headers: v.array(v.object({ name: v.string(), value: v.string() })),
  key: v.nullable(keySource),
  keyPlacement: v.picklist(['authorization-bearer', 'x-api-key', 'api-key', 'x-goog-api-key']),
  verifyTls: v.boolean(),
  tls: v.exactOptional(endpointTls),
});

const upstream = v.object({
  name,
  title: v.pipe(v.string(), v.maxLength(200)),
  isEnabled: v.boolean(),
  activeEndpoint: name,
  endpoints: v.array(endpoint),
  deathNotice: v.picklist(['error-event', 'completion-notice', 'disconnect']),
  errorShape: v.picklist(['openai', 'anthropic', 'gemini', 'ollama', 'cohere', 'mistral', 'generic']),
  defaultFormat: v.picklist(wireFormats),
  isPreset: v.boolean(),
});

const host = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const hostRule = v.variant('action', [
  v.strictObject({ host, action: v.picklist(['intercept', 'tunnel']) }),
  v.strictObject({
    host,
    action: v.literal('redirect'),
    url: v.pipe(v.string(), v.maxLength(2000)),
    endpoint: v.exactOptional(v.strictObject({ upstream: name, name })),
  }),
]);

const settingsPatch = v.strictObject({
  theme: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
  listOrder: v.exactOptional(v.picklist(['newest-last', 'newest-first'])),
  savedFilters: v.exactOptional(
    v.pipe(v.array(v.object({ name, text: v.pipe(v.string(), v.maxLength(2_000)) })), v.maxLength(200)),
  ),
  port: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
  interception: v.exactOptional(
    v.strictObject({
      isEnabled: v.boolean(),
      rules: v.pipe(v.array(hostRule), v.maxLength(1000)),
      offersHttp2: v.exactOptional(v.boolean()),
    }),
  ),
  prices: v.exactOptional(pricesSchema),
  retention: v.exactOptional(retentionSchema),
  telemetry: v.exactOptional(telemetrySchema),
  desktop: v.exactOptional(desktopSchema),
  companyCa: v.exactOptional(pem),
});

const manyIds = v.pipe(v.array(id), v.maxLength(1_000_000));
const captureChange = v.variant('kind', [
  v.strictObject({ kind: v.literal('rename'), name, next: name }),
  v.strictObject({ kind: v.literal('merge'), name, into: name }),
  v.strictObject({ kind: v.picklist(['delete', 'forget']), name }),
  v.strictObject({ kind: v.literal('assign'), name: v.nullable(name), ids: manyIds }),
]);

const runId = v.pipe(v.string(), v.regex(/^p[0-9a-f]{12}$/, 'no id of a started program'));
const folder = v.pipe(v.string(), v.maxLength(4096));
const mode = v.picklist(['proxy', 'base-url']);

const place = v.strictObject({ id, event: v.nullable(v.pipe(count, v.maxValue(999_999_999))) });

/** By the command's name. A command without one does not compile. */
export const requestSchemas: RequestSchemas = {
  'app.bootstrap': nothing,
  'app.copy': v.object({ text: v.string() }),
  'settings.update': settingsPatch,
  'settings.export': v.strictObject({ look: v.pipe(v.string(), v.maxLength(100_000)) }),
  'settings.import': nothing,
  'settings.restore': nothing,
  'capture.taken': v.strictObject({ count: v.pipe(count, v.maxValue(10_000)) }),
  'capture.setEnabled': v.object({ isEnabled: v.boolean() }),
  'exchanges.list': v.object({
    before: v.nullable(id),
    limit,
    filter: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
    capture: v.exactOptional(v.nullable(name)),
  }),
  'captures.list': nothing,
  'captures.record': v.strictObject({ name: v.nullable(name) }),
  'captures.change': captureChange,
  'captures.ids': v.strictObject({ name }),
  'search.find': v.object({ texts }),
  'search.hits': v.object({ id, texts }),
  'search.snippets': v.object({ ids: v.pipe(v.array(id), v.maxLength(500)), texts }),
  'conversation.open': v.object({ id }),
  'conversation.version': v.object({ id }),
  'conversation.links': v.object({ ids: v.pipe(v.array(id), v.maxLength(20_000)) }),
  'conversation.piece': v.object({ number: count }),
  'conversation.cache': v.object({ id, previousId: id }),
  'exchanges.compare': v.object({ before: id, after: id }),
  'exchanges.rateHistory': v.object({ id }),
  'exchanges.open': v.object({ id }),
  'exchanges.close': v.object({ id }),
  'exchanges.events': v.object({ id, from: count, limit }),
  'exchanges.body': v.object({ id, direction, isDecoded: v.boolean(), start: count, end: count }),
  'exchanges.bodyText': v.object({ id, direction, path: v.exactOptional(v.pipe(v.string(), v.maxLength(1_000))) }),
  'exchanges.chunks': v.object({ id, direction }),
  'exchanges.message': v.object({ id, index: count }),
  'exchanges.request': v.object({ id }),
  'exchanges.native': v.object({ id }),
  'marks.list': nothing,
  'marks.set': v.object({
    ids: v.pipe(v.array(id), v.maxLength(20_000)),
    change: v.strictObject({
      color: v.exactOptional(v.nullable(v.picklist(markColors))),
      note: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
      isPinned: v.exactOptional(v.boolean()),
    }),
  }),
  'exchanges.clear': v.object({ ids: v.nullable(manyIds) }),
  'exchanges.undoClear': v.object({ token: v.string() }),
  'exchanges.export': v.object({
    ids: v.union([v.array(id), v.literal('all')]),
    format: v.picklist(exportFormatNames),
    target: v.picklist(['file', 'clipboard']),
    sharing: v.exactOptional(
      v.strictObject({
        rules: v.pipe(v.array(name), v.maxLength(100)),
        keep: v.pipe(v.array(v.string()), v.maxLength(20_000)),
      }),
    ),
    withContent: v.exactOptional(v.boolean()),
  }),
  'exchanges.scan': v.strictObject({
    ids: v.union([v.array(id), v.literal('all')]),
    rules: v.pipe(v.array(name), v.maxLength(100)),
  }),
  'exchanges.importedWith': v.strictObject({ id }),
  'exchanges.import': v.strictObject({
    paths: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))), v.maxLength(100))),
  }),
  'store.preview': v.object({ rules: retentionSchema }),
  'store.prune': v.object({ rules: retentionSchema }),
  'store.compact': nothing,
  'upstreams.save': v.object({ upstream, previousName: v.nullable(name) }),
  'upstreams.remove': v.object({ name }),
  'upstreams.setEnabled': v.object({ name, isEnabled: v.boolean() }),
  'upstreams.setActive': v.object({ name, endpoint: name }),
  'upstreams.setKey': v.object({ name, endpoint: name, key: v.nullable(v.pipe(v.string(), v.minLength(1))) }),
  'upstreams.setClientKey': v.object({ name, endpoint: name, key: v.nullable(v.pipe(pem, v.minLength(1))) }),
  'upstreams.test': v.object({ name, endpoint, clientKey: v.nullable(pem) }),
  'interception.authority': nothing,
  'interception.export': nothing,
  'interception.renew': nothing,
  'interception.remove': nothing,
  'interception.setup': nothing,
  'programs.start': v.strictObject({
    command: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(8192), v.regex(/^[^\0\r\n]+$/, 'one line')),
    folder,
    mode,
  }),
  'programs.openTerminal': v.strictObject({ folder, mode }),
  'programs.exports': v.strictObject({ mode }),
  'programs.hints': v.strictObject({ command: v.pipe(v.string(), v.maxLength(8192)), mode }),
  'programs.stop': v.strictObject({ id: runId }),
  'programs.output': v.strictObject({ id: runId }),
  'programs.chooseFolder': v.strictObject({ folder }),
  'window.openMain': nothing,
  'window.openExchange': place,
  'window.showDetail': v.strictObject({ place: v.nullable(place), isFocused: v.boolean() }),
  'window.closeDetail': nothing,
  'window.showInMain': place,
  'window.zoom': v.strictObject({ step: v.picklist([-1, 0, 1]) }),
  'doctor.run': nothing,
  'telemetry.status': nothing,
  'telemetry.test': v.strictObject({ endpoint: v.pipe(v.string(), v.maxLength(2000)) }),
  'sample.send': nothing,
};
