import type { Rejection } from '../../kernel/decision.ts';

/** A refusal as Docker Engine 20.10.24 answers it: the code is the model's, HTTP status and text are measured (docs/facts.md). */
export const refusal = (code: string, status: number, message: string): Rejection => ({ code, status, message });
