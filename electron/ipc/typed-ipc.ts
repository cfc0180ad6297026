/**
 * Commands in, push events out, typed by shared/ipc/contract.ts. Every message is checked for its sender and its
 * shape before a handler sees it. The only file that names `ipcMain`.
 */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import {
  type CommandName,
  commands,
  type PayloadOf,
  type PushName,
  type RequestOf,
  type ResponseOf,
} from '../../shared/ipc/contract.ts';

/** Which window asks: the id of its page. */
export type Sender = { readonly windowId: number };

/** One handler per command: a missing one does not compile. */
export type Handlers = {
  readonly [Name in CommandName]: (
    request: RequestOf<Name>,
    sender: Sender,
  ) => ResponseOf<Name> | Promise<ResponseOf<Name>>;
};

/** One schema per command: the shape of its request. */
export type RequestSchemas = {
  readonly [Name in CommandName]: v.GenericSchema<unknown, RequestOf<Name>>;
};

/** Is this message from our own page, in a window of ours? */
export type SenderCheck = (event: IpcMainInvokeEvent) => boolean;

/** What a command changed elsewhere counts from now on, or when this resolves; null: now. */
export type Settled = () => Promise<void> | null;

/**
 * Serves all commands from now on. A message from anyone else, or of another shape, is answered with an error. An answer waits
 * for `settled`: whoever sees it finds everything as it says.
 */
export function handleAll(
  handlers: Handlers,
  schemas: RequestSchemas,
  isTrusted: SenderCheck,
  settled: Settled = () => null,
): void {
  for (const name of Object.keys(commands) as CommandName[]) {
    handle(name, handlers[name], schemas[name], isTrusted, settled);
  }
}

/** Serves one command. */
export function handle<Name extends CommandName>(
  name: Name,
  handler: Handlers[Name],
  schema: RequestSchemas[Name],
  isTrusted: SenderCheck,
  settled: Settled = () => null,
): void {
  ipcMain.handle(name, (event, request: unknown) => {
    if (!isTrusted(event)) throw new Error(`"${name}" was refused: it does not come from the Wirelens window.`);
    const checked = v.safeParse(schema, request);
    if (!checked.success) throw new TypeError(`"${name}" was refused: ${v.summarize(checked.issues)}`);
    return whenSettled(handler(checked.output as RequestOf<Name>, { windowId: event.sender.id }), settled);
  });
}

async function whenSettled<Value>(answer: Value | Promise<Value>, settled: Settled): Promise<Value> {
  const value = await answer;
  await settled();
  return value;
}

/** Sends a push event to a window; one that is closing simply misses it. */
export function emit<Name extends PushName>(contents: WebContents, name: Name, payload: PayloadOf<Name>): void {
  if (!contents.isDestroyed()) contents.send(name, payload);
}
