/** Entry of the window: connects the store, then paints. Nothing is painted before the bootstrap came, so nothing jumps. */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forced-colors.css';
import './bridge.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connectStore } from './store/connect-store.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// A plain browser on the development server has no bridge: made-up traffic instead. The build drops this branch.
if (import.meta.env.DEV && !window.bridge) (await import('./dev/mock-bridge.ts')).installMockBridge();
await connectStore();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
