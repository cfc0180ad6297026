/** Many parts that are made by and by: a thousand in one go would hold up the window. */
import { useEffect, useState } from 'react';

/** `count`, reached by steps of `atOnce` where it begins larger; what is added later in pieces is there at once. */
export function useGrowingCount(count: number, atOnce: number): number {
  const [made, setMade] = useState(atOnce);
  const isBehind = count > made + atOnce;
  useEffect(() => {
    if (count <= made) return;
    if (!isBehind) {
      setMade(count);
      return;
    }
    // A frame between two goes, and what the user does comes first.
    const timer = setTimeout(() => setMade((before) => before + atOnce), 4);
    return () => clearTimeout(timer);
  }, [count, made, isBehind, atOnce]);
  return isBehind ? made : count;
}
