/** The tour: a card beside the part that it tells of, and a ring around that. Everything else stays usable; Esc leaves. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from '../../store/store.ts';
import { goInTour } from '../../store/tour-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { type Box, placeCard } from './place-card.ts';
import styles from './Tour.module.css';
import { type TourStep, tourSteps } from './tour-steps.ts';

/** Nothing while no tour is on. */
export function Tour() {
  const step = useStore((state) => state.tourStep);
  const told = step === null ? undefined : tourSteps[step];
  if (step === null || told === undefined) return null;
  return <Card key={step} step={told} index={step} />;
}

/** How long a part may take to appear before its step is left out, ms: the first rows of the sample do; what is hidden does not. */
const patienceMs = { first: 4_000, later: 1_500, hidden: 300 };
const lookEveryMs = 200;

function Card({ step, index }: { readonly step: TourStep; readonly index: number }) {
  const card = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const part = usePart(step.selector, index);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    if (card.current === null || part === null) return;
    const { width, height } = card.current.getBoundingClientRect();
    setPlace(placeCard(part, { width, height }, { width: innerWidth, height: innerHeight }));
  }, [part]);
  // Until it has its place it is hidden, and takes no focus.
  const isPlaced = place !== null;
  useEffect(() => {
    if (isPlaced) next.current?.focus();
  }, [isPlaced]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      goInTour(null);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  if (part === null) return null;
  const isLast = index === tourSteps.length - 1;
  return (
    <>
      <i
        className={styles.ring}
        style={{ left: part.left, top: part.top, width: part.width, height: part.height }}
        aria-hidden="true"
      />
      <div
        ref={card}
        className={styles.card}
        role="dialog"
        aria-label={`Tour: ${step.title}`}
        style={place ?? { visibility: 'hidden' }}
      >
        <strong>{step.title}</strong>
        <p>{step.text}</p>
        <footer className={styles.foot}>
          <span className="faint numbers">
            {index + 1} of {tourSteps.length}
          </span>
          <span className="spacer" />
          {!isLast && (
            <Button size="small" onClick={() => goInTour(null)}>
              Skip <Kbd>Esc</Kbd>
            </Button>
          )}
          {index > 0 && (
            <Button size="small" variant="solid" onClick={() => goInTour(index - 1)}>
              Back
            </Button>
          )}
          <Button ref={next} size="small" variant="primary" onClick={() => goInTour(isLast ? null : index + 1)}>
            {isLast ? 'Done' : 'Next'}
          </Button>
        </footer>
      </div>
    </>
  );
}

/** Where the part stands; null: it is not there yet. One that does not come is stepped over. */
function usePart(selector: string, index: number): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const since = Date.now();
    const look = (): void => {
      const element = document.querySelector<HTMLElement>(selector);
      if (element?.checkVisibility({ visibilityProperty: true })) {
        const { left, top, width, height } = element.getBoundingClientRect();
        setBox((known) => (isSame(known, { left, top, width, height }) ? known : { left, top, width, height }));
      } else if (Date.now() - since > patienceOf(element, index))
        goInTour(index + 1 < tourSteps.length ? index + 1 : null);
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }, [selector, index]);
  return box;
}

function patienceOf(element: HTMLElement | null, index: number): number {
  if (element !== null) return patienceMs.hidden;
  return index === 0 ? patienceMs.first : patienceMs.later;
}

function isSame(one: Box | null, other: Box): boolean {
  return one?.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height;
}
