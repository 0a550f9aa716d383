/** What a personal code must be, so that the person is told before the engine refuses. The engine has the last word. */
export type CodeFault = "too_short" | "too_plain";

const DIGITS = /^\d{6,12}$/;

export function faultOf(code: string): CodeFault | undefined {
  if (!DIGITS.test(code)) {
    return "too_short";
  }
  const digits = [...code].map(Number);
  const inStep = (step: number): boolean =>
    digits.every((digit, index) => index === 0 || digit === (digits[index - 1] ?? 0) + step);
  return inStep(0) || inStep(1) || inStep(-1) ? "too_plain" : undefined;
}
