export { type Template, template } from './execute.ts';
export { goType, mapZero } from './go-type.ts';
export { EmptyStruct, escapeHtml, goJson, Nil } from './print.ts';
export { TemplateError } from './syntax.ts';
