/** A fault of ours in one part of the window stays in that part: the rest lives on, and the fault can be read and copied. */
import { Component, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './ErrorBoundary.module.css';

type ErrorBoundaryProps = {
  /** What failed, in words: `the open exchange`. */
  readonly part: string;
  /** Another value tries again, e.g. another exchange was opened. */
  readonly resetKey?: string | null;
  readonly children: ReactNode;
};

type ErrorBoundaryState = { readonly fault: Error | null };

/** React has error boundaries as classes only. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { fault: null };

  static getDerivedStateFromError(fault: unknown): ErrorBoundaryState {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (this.state.fault && before.resetKey !== this.props.resetKey) this.setState({ fault: null });
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return (
      <div className={styles.fault} role="alert">
        <strong>Wirelens could not show {this.props.part}</strong>
        <p>Traffic and recording go on. This is a fault of ours:</p>
        <pre>{fault.stack ?? fault.message}</pre>
        <Button variant="solid" onClick={() => this.setState({ fault: null })}>
          Try again
        </Button>
      </div>
    );
  }
}
