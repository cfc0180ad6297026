/**
 * Composition root of the app: builds every part, wires them, starts them in order and ends them in reverse. No logic
 * here; each part is explained in its own file.
 */
import path from 'node:path';
import { app, dialog } from 'electron';
import type { Notice } from '../shared/ipc/contract.ts';
import { isExchangeLink } from '../shared/links/exchange-link.ts';
import { keepEverything } from '../shared/model/retention.ts';
import { noTelemetry } from '../shared/model/telemetry.ts';
import { commandWords } from './app/command-words.ts';
import { createDesktop } from './app/desktop.ts';
import { openKeyVault } from './app/key-vault.ts';
import { disposeBeforeQuit, surviveFaults } from './app/lifecycle.ts';
import { createLinkOpener, registerLinks } from './app/link-opener.ts';
import { installMenu } from './app/menu.ts';
import { createNoticeBoard, trafficNotice } from './app/notices.ts';
import { runAsCommand } from './app/run-as-command.ts';
import { createSampleService } from './app/sample-service.ts';
import { applySettings } from './app/settings-effects.ts';
import { readStartOptions } from './app/start-options.ts';
import { applyTheme } from './app/theme.ts';
import { hasTrayHost } from './app/tray-host.ts';
import { createUserPresence } from './app/user-presence.ts';
import { denyPermissions } from './app/window.ts';
import { openWindowMemory } from './app/window-memory.ts';
import { registerWindowScheme, serveWindowFiles, windowUrl } from './app/window-scheme.ts';
import { createWindowSet } from './app/window-set.ts';
import { createAppHandlers, findSummary } from './ipc/app-handlers.ts';
import { createCaptureHandlers, recordAgain } from './ipc/capture-handlers.ts';
import { createDoctorHandlers } from './ipc/doctor-handlers.ts';
import { createExchangeHandlers } from './ipc/exchange-handlers.ts';
import { createExportHandler } from './ipc/export-handler.ts';
import { createImportHandlers } from './ipc/import-handler.ts';
import { createInterceptionHandlers } from './ipc/interception-handlers.ts';
import { createMarkHandlers } from './ipc/mark-handlers.ts';
import { createProgramHandlers } from './ipc/program-handlers.ts';
import { requestSchemas } from './ipc/request-schemas.ts';
import { createSettingsHandlers } from './ipc/settings-handlers.ts';
import { createStoreHandlers } from './ipc/store-handlers.ts';
import { createTelemetryHandlers } from './ipc/telemetry-handlers.ts';
import { isTrustedSender } from './ipc/trusted-sender.ts';
import { handleAll } from './ipc/typed-ipc.ts';
import { createUpstreamHandlers } from './ipc/upstream-handlers.ts';
import { createWindowHandlers } from './ipc/window-handlers.ts';
import { userEnvironment } from './programs/program-environment.ts';
import { createProgramRunner } from './programs/program-runner.ts';
import { createExtraTrust } from './proxy/extra-trust.ts';
import { outgoingProxiesOf } from './proxy/outgoing-proxies.ts';
import { createSecretMasker } from './proxy/secrets.ts';
import { createTrustSource } from './proxy/upstream-trust.ts';
import { createQueries } from './storage/queries.ts';
import { loadSalt } from './storage/salt.ts';
import { createSettingsStore } from './storage/settings-store.ts';
import { createLiveSpans } from './telemetry/live-spans.ts';
import { describeStatus } from './traffic/proxy-control.ts';
import { startTraffic } from './traffic/traffic.ts';
import { trafficFacts } from './traffic/traffic-facts.ts';

const startOptions = readStartOptions(process.env, app.isPackaged);
const pageUrl = startOptions.developmentUrl ?? windowUrl;
const builtFolder = import.meta.dirname;
const captureWorkerFile = new URL('./capture-worker.js', import.meta.url);
const resources = path.join(builtFolder, '..', '..', 'electron', 'resources');

/** macOS tells of files and links before we are ready. */
const earlyWords: string[] = [];
for (const name of ['open-file', 'open-url'] as const) {
  app.on(name as 'open-file', (event, word) => {
    event.preventDefault();
    if (!app.isReady()) earlyWords.push(word);
  });
}

const words = commandWords(process.argv, app.isPackaged);

if (startOptions.dataFolder) app.setPath('userData', startOptions.dataFolder);
registerWindowScheme();
if (words !== null) {
  void runAsCommand(words);
} else if (app.requestSingleInstanceLock()) {
  surviveFaults(reportFault);
  app.whenReady().then(start).catch(stopWithFault);
} else {
  app.exit(0);
}

async function start(): Promise<void> {
  const dataFolder = app.getPath('userData');
  const presence = createUserPresence();
  const memory = openWindowMemory(dataFolder);
  const windows = createWindowSet({
    files: {
      preloadFile: path.join(builtFolder, 'preload.cjs'),
      url: pageUrl,
      iconFile: path.join(resources, 'icon-512.png'),
    },
    memory,
    onOpen: ({ webContents }) => presence.watch(webContents),
    onGone: (windowId) => capture.watch(windowId, null),
    mayCloseLast: (window) => desktop.mayCloseLast(window),
  });
  const { push } = windows;
  const notices = createNoticeBoard((notice) => push('app.notice', notice, 'main'));
  const salt = loadSalt(dataFolder);
  const settings = createSettingsStore({
    folder: dataFolder,
    onNotice: notices.post,
    onChange: (next) => {
      traffic.refresh();
      applySettings(applied, next, {
        proxy,
        followInterception,
        setRetention: capture.setRetention,
        followTelemetry: spans.follow,
        followDesktop: () => void desktop.follow(),
      });
      applied = next;
      push('settings.changed', next, 'all');
    },
  });
  let applied = settings.current();
  applyTheme(applied.theme);

  const vault = openKeyVault({ folder: dataFolder, onNotice: notices.post });
  const keyVault: typeof vault = {
    read: vault.read,
    write: (upstream, slot, key) => {
      vault.write(upstream, slot, key);
      traffic.refresh();
    },
  };
  const sample = createSampleService(() => {
    traffic.refresh();
    return traffic.settled();
  });
  const traffic = startTraffic({
    ...{ dataFolder, salt },
    threadFile: new URL('./traffic-worker.js', import.meta.url),
    captureWorkerFile,
    facts: () =>
      trafficFacts({
        ...{ settings: settings.current(), sampleUrl: sample.url() },
        ...{ environment: process.env, readStored: vault.read },
      }),
    onBatch: (json, windowId) => push('capture.batch', json, windowId),
    onExchangesEnd: (summaries) => {
      spans.endedTexts(summaries);
      desktop.ended(summaries);
    },
    onRunning: (running) => desktop.update({ running }),
    onStatus: (status) => {
      console.log(describeStatus(status));
      push('proxy.status', status, 'all');
      desktop.update({ url: status.url });
    },
    onAuthority: (facts) => push('interception.authority', facts, 'main'),
    onNotice: (tone, title, text) => notices.post(trafficNotice(tone, title, text)),
  });
  const { capture, proxy, interception } = traffic;
  const followInterception = (): Promise<void> =>
    interception.follow().catch((fault: unknown) => {
      notices.post({ ...warning('Interception could not be set up', String(fault)), panel: 'interception' });
    });
  const setCapturing = (isCapturing: boolean): void => {
    capture.setEnabled(isCapturing);
    desktop.update({ isCapturing });
  };
  const trayHost = hasTrayHost();
  const desktop = createDesktop({
    ...{ memory, hasTrayHost: trayHost, settings: () => settings.current().desktop },
    icons: { template: path.join(resources, 'tray.png'), program: path.join(resources, 'icon-512.png') },
    deeds: {
      setCapturing,
      openWindow: () => windows.showInMain(null),
      newWindow: windows.openMain,
      quit: () => app.quit(),
    },
    open: ({ id }) => {
      windows.showInMain(id === null ? null : { id, event: null });
      if (id === null) push('app.action', 'program', windows.frontId() ?? -1);
    },
  });
  capture.setRetention(applied.retention ?? keepEverything);
  const queries = createQueries({
    dataFolder,
    version: app.getVersion(),
    workerFile: new URL('./query-worker.js', import.meta.url),
  });
  // Its worker starts while the page loads, and not when the page asks for its first rows.
  queries.list(null, 1).catch(() => {});
  const recording = recordAgain(capture, queries, memory.recordedInto());
  const spans = createLiveSpans({
    ...{ queries, flush: capture.flush },
    onNotice: (title, text) => notices.post({ ...warning(title, text), id: 'telemetry', panel: 'settings' }),
  });
  spans.follow(applied.telemetry ?? noTelemetry);
  // For trying an endpoint; the proxy has its own, and tells what is wrong with them.
  const extraCertificates = createExtraTrust({
    environment: process.env,
    companyCa: () => settings.current().companyCa ?? '',
    onProblem: () => {},
  });
  const outgoing = outgoingProxiesOf(process.env, () => {});
  const runner = createProgramRunner({
    dataFolder,
    environment: userEnvironment(process.env),
    listen: traffic.listenForProgram,
    openInterception: interception.openForPrograms,
    onChange: (program) => {
      push('programs.changed', program, 'main');
      desktop.programChanged(program);
    },
    onOutput: windows.pushOutput,
  });

  const findStored = async (id: string) => {
    await capture.flush();
    return findSummary(queries, id);
  };
  const openLinks = createLinkOpener({
    hasExchange: async (id) => (await findStored(id)) !== null,
    show: windows.showInMain,
    post: notices.post,
  });
  const imports = createImportHandlers({ capture, salt, post: notices.post, window: windows.front });

  disposeBeforeQuit(async () => {
    desktop.dispose();
    await Promise.all([sample.dispose(), runner.dispose()]);
    // Ended first, capture calls what runs interrupted: that the proxy cuts it off is no doing of the upstream.
    await capture.dispose();
    await proxy.close();
    await spans.dispose();
    await Promise.all([queries.dispose(), settings.flush()]);
    await traffic.dispose();
  });
  handleAll(
    {
      ...createAppHandlers({
        ...{ settings, capture, queries, proxy, notices, programs: runner, sendSamples: sample.send },
        ...{ beginWindow: windows.begin, hasTrayHost: trayHost },
      }),
      ...createWindowHandlers(windows),
      ...createExchangeHandlers({ ...capture, setEnabled: setCapturing }, queries, (windowId, id) =>
        windows.shows(windowId, { id, event: null }),
      ),
      ...createCaptureHandlers(capture, queries, {
        tellOthers: (state, windowId) => windows.push('captures.changed', state, { allBut: windowId }),
        remember: memory.keepRecordedInto,
        ready: recording,
      }),
      ...createSettingsHandlers({ settings, window: windows.front }),
      ...createStoreHandlers(capture, queries),
      ...createMarkHandlers(capture, (marks, windowId) => {
        windows.push('marks.changed', marks, { allBut: windowId });
      }),
      ...createTelemetryHandlers(spans),
      ...createExportHandler(capture, queries, windows.front),
      ...imports.handlers,
      ...createInterceptionHandlers({
        ...{ dataFolder, environment: process.env, interception, settings, proxy },
        window: windows.front,
      }),
      ...createDoctorHandlers({
        ...{ dataFolder, environment: process.env, settings, proxy },
        workerFile: captureWorkerFile,
      }),
      ...createProgramHandlers({
        ...{ runner, presence, environment: userEnvironment(process.env) },
        ...{ window: windows.front, watchProgram: windows.watchProgram },
      }),
      ...createUpstreamHandlers({
        ...{ settings, keyVault, fingerprint: createSecretMasker(salt).fingerprint },
        way: { trust: createTrustSource(extraCertificates), outgoing },
      }),
    },
    requestSchemas,
    (event) =>
      isTrustedSender(
        {
          isOurWindow: windows.isOurs(event.sender.id),
          isMainFrame: event.senderFrame !== null && event.senderFrame === event.sender.mainFrame,
          url: event.senderFrame?.url ?? '',
        },
        pageUrl,
      ),
    traffic.settled,
  );

  await followInterception();
  await recording;
  await proxy.listen(startOptions.port ?? applied.port, applied.host);
  denyPermissions();
  registerLinks();
  serveWindowFiles(path.join(builtFolder, '..', 'renderer'));
  installMenu(
    {
      act: (action) => push('app.action', action, windows.frontId() ?? -1),
      openMain: windows.openMain,
      zoom: (step) => void windows.zoom(windows.frontId() ?? -1, step),
    },
    !app.isPackaged,
  );
  app.on('activate', () => windows.showInMain(null));
  const openWords = (words: readonly string[]): void => {
    void imports.openFiles(words.filter((word) => !isExchangeLink(word)));
    void openLinks(words);
  };
  app.on('second-instance', (_event, words) => {
    windows.showInMain(null);
    openWords(words);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openWords([link]);
  });
  app.on('open-file', (_event, file) => openWords([file]));
  app.on('window-all-closed', () => {
    if (!desktop.isKept()) app.quit();
  });
  void desktop.follow();
  await windows.restore(async (id) => (await findStored(id)) !== null);
  openWords(process.argv.slice(1).concat(earlyWords));
}

function warning(title: string, text: string): Notice {
  return { id: title, tone: 'warning', title, text };
}

function reportFault(fault: unknown): void {
  console.error('a fault inside Wirelens; traffic goes on', fault);
}

function stopWithFault(fault: unknown): void {
  console.error('Wirelens cannot start', fault);
  dialog.showErrorBox('Wirelens cannot start', fault instanceof Error ? fault.message : String(fault));
  app.exit(1);
}
