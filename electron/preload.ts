/**
 * Step 9 of the walk: the bridge between the window and the main process. Two functions and the path of a dropped file, names checked against the
 * contract; payloads pass untouched, and `ipcRenderer` itself never gets out.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webFrame, webUtils } from 'electron';
import { type Bridge, commands, type PushName, pushEvents } from '../shared/ipc/contract.ts';

const bridge: Bridge = {
  invoke: (name, request) => {
    if (!Object.hasOwn(commands, name)) return Promise.reject(new TypeError(`unknown command "${String(name)}"`));
    return ipcRenderer.invoke(name, request);
  },
  pathOf: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  on: (name, listener) => {
    if (!Object.hasOwn(pushEvents, name)) throw new TypeError(`unknown push event "${String(name)}"`);
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(name, forward);
    return () => void ipcRenderer.off(name, forward);
  },
};

// Chromium keeps one zoom for all pages of an origin, except for what a frame sets for itself.
ipcRenderer.on('window.zoom' satisfies PushName, (_event, factor: number) => webFrame.setZoomFactor(factor));

contextBridge.exposeInMainWorld('bridge', bridge);
