/** Gives Node's own fetch the proxy of the environment where it does not read it itself (before 22.21 and 24). */
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

const [major, minor] = process.versions.node.split('.').map(Number);
const readsItself = major >= 24 || (major === 22 && minor >= 21);
if (!readsItself) setGlobalDispatcher(new EnvHttpProxyAgent());
