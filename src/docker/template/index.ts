export { type Template, template } from './execute.ts';
export { goType } from './go-type.ts';
export { escapeHtml, goJson, Nil } from './print.ts';
export { TemplateError } from './syntax.ts';
