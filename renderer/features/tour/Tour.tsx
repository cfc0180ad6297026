/** The tour: a card beside the part that it tells of, and a ring around that. Everything else stays usable; Esc leaves. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { shortcutText } from '../../lib/shortcut.ts';
import { useStore } from '../../store/store.ts';
import { goInTour } from '../../store/tour-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { type Box, cutTo, placeCard } from './place-card.ts';
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
      const isInCard = card.current?.contains(document.activeElement) ?? false;
      const to = stepOfKey(event.key, index, isInCard);
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      goInTour(to);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [index]);
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
        {step.legend && <Legend legend={step.legend} />}
        {step.keys && <Keys keys={step.keys} />}
        <footer className={styles.foot}>
          <Progress index={index} />
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

/** Esc leaves from anywhere; the arrows go on and back while the card has the focus. Undefined: no key of the tour. */
function stepOfKey(key: string, index: number, isInCard: boolean): number | null | undefined {
  if (key === 'Escape') return null;
  if (isInCard && key === 'ArrowRight' && index < tourSteps.length - 1) return index + 1;
  if (isInCard && key === 'ArrowLeft' && index > 0) return index - 1;
  return undefined;
}

function Legend({ legend }: { readonly legend: NonNullable<TourStep['legend']> }) {
  return (
    <ul className={styles.legend}>
      {legend.map(({ role, means }) => (
        <li key={role} className={role}>
          <i aria-hidden="true" />
          {means}
        </li>
      ))}
    </ul>
  );
}

function Keys({ keys }: { readonly keys: NonNullable<TourStep['keys']> }) {
  const platform = useStore((state) => state.platform);
  return (
    <ul className={styles.legend}>
      {keys.map(({ keys: pressed, does }) => (
        <li key={pressed}>
          <Kbd>{shortcutText(pressed, platform)}</Kbd>
          {does}
        </li>
      ))}
    </ul>
  );
}

/** How far it is: a dash per step, and the words of it. */
function Progress({ index }: { readonly index: number }) {
  return (
    <span className={styles.progress}>
      {tourSteps.map(({ title }, step) => (
        <i key={title} data-done={step <= index} aria-hidden="true" />
      ))}
      <span className="faint numbers">
        {index + 1} of {tourSteps.length}
      </span>
    </span>
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
        const seen = seenBox(element);
        setBox((known) => (isSame(known, seen) ? known : seen));
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

/** Of a long list only what its pane shows. */
function seenBox(element: HTMLElement): Box {
  const frames: Box[] = [{ left: 0, top: 0, width: innerWidth, height: innerHeight }];
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
    if (getComputedStyle(parent).overflow !== 'visible') frames.push(parent.getBoundingClientRect());
  return cutTo(element.getBoundingClientRect(), frames);
}

function patienceOf(element: HTMLElement | null, index: number): number {
  if (element !== null) return patienceMs.hidden;
  return index === 0 ? patienceMs.first : patienceMs.later;
}

function isSame(one: Box | null, other: Box): boolean {
  return one?.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height;
}
