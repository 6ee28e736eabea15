export { goType, type Template, template } from './execute.ts';
export { escapeHtml, goJson } from './print.ts';
export { TemplateError } from './syntax.ts';
