import { describe, expect, test } from 'vitest';
import { Nil, TemplateError, template } from '../../src/docker/template/index.ts';

const data = { Name: 'web', Tags: ['a', 'b'], Labels: { z: '1', a: '2' }, Size: 3, Up: true, None: new Nil('[]') };
const run = (source: string): string => template(source)(data);

const problemOf = (source: string): string => {
  try {
    return run(source);
  } catch (error) {
    return error instanceof TemplateError ? error.located() : String(error);
  }
};

describe('Go templates print what Go prints', () => {
  test.each([
    ['{{.Name}}', 'web'],
    ['{{.Tags}} {{.Labels}} {{.None}}', '[a b] map[a:2 z:1] []'],
    ['{{json .Tags}} {{json .None}}', '["a","b"] null'],
    ['{{range .Tags}}<{{.}}>{{end}}', '<a><b>'],
    ['{{range $i, $t := .Tags}}{{$i}}{{$t}} {{end}}', '0a 1b '],
    ['{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}}', 'a=2;z=1;'],
    ['{{range .None}}x{{else}}none{{end}}', 'none'],
    ['{{range .Tags}}{{if eq . "b"}}{{break}}{{end}}{{.}}{{end}}', 'a'],
    ['{{if .Up}}up{{else}}down{{end}}', 'up'],
    ['{{if not .Up}}1{{else if eq .Size 3}}2{{else}}3{{end}}', '2'],
    ['{{with .Labels}}{{.z}}{{$.Name}}{{end}}', '1web'],
    ['{{$x := .Size}}{{$x = 5}}{{$x}}', '5'],
    ['{{.Name | upper | printf "%-5s|"}}', 'WEB  |'],
    ['{{index .Tags 1}} {{index .Labels "z"}} {{len .Name}}', 'b 1 3'],
    ['{{(index .Tags 0) | lower}} {{join .Tags ","}}', 'a a,b'],
    ['{{/* nothing */}}a {{- .Name -}} b', 'awebb'],
    ['{{printf "%05d %q %v %x %t %%" .Size .Name .Tags 255 .Up}}', '00003 "web" [a b] ff true %'],
    ['{{println "a" 1}}', 'a 1\n'],
    ['{{and .Up .Name}} {{or "" .Name}} {{lt 1 2}} {{slice .Name 1}}', 'web web true eb'],
    ['{{title .Name}}{{pad .Name 1 2}}{{truncate .Name 2}}', 'Web web  we'],
    ['{{"quoted \\"text\\""}} {{`raw`}}', 'quoted "text" raw'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test.each([
    ['{{.Name', 'unclosed action'],
    ['{{nope .Name}}', 'function "nope" not defined'],
    ['{{if .Up}}', 'unexpected EOF'],
    ['{{end}}', 'unexpected {{end}}'],
    ['{{}}', 'missing value for command'],
    ['{{.Nope}}', 'template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"'],
    ['{{.Name.Nope}}', 'template: :1:7: executing "" at <.Name.Nope>: can\'t evaluate field Nope in type interface {}'],
  ])('%s is refused', (source, message) => {
    expect(() => run(source)).toThrow(TemplateError);
    expect(problemOf(source)).toContain(message);
  });
});
