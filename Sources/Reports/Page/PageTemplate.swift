/// The page as swift-mustache reads it. Every value is escaped: no triple braces stand here.
enum PageTemplate {
  static let text = head + rows + people + findings + files + foot

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>{{title}}</title>
    <style>
    \(PageStyle.text)
    </style>
    </head>
    <body class="{{tone}}">
    <header>
    <p class="kind">Muster · {{verb}}</p>
    <h1>{{job}}</h1>
    <p class="status"><strong class="word">{{word}}</strong> <span>{{sentence}}</span></p>
    {{#failure}}
    <div class="failure">
    <p>{{failure}}</p>
    {{#failureHelp}}<p class="soft">{{failureHelp}}</p>{{/failureHelp}}
    </div>
    {{/failure}}
    <dl class="facts">
    {{#facts}}
    <div><dt>{{term}}</dt><dd>{{#machineTime}}<time datetime="{{machineTime}}">{{value}}</time>{{/machineTime}}{{^machineTime}}{{value}}{{/machineTime}}</dd></div>
    {{/facts}}
    </dl>
    </header>
    <main>
    {{#hasSteps}}
    <section aria-labelledby="next">
    <h2 id="next">What to do next</h2>
    <ol class="steps">
    {{#steps}}
    <li>{{.}}</li>
    {{/steps}}
    </ol>
    </section>
    {{/hasSteps}}

    """

  private static let rows = """
    <section aria-labelledby="rows">
    <h2 id="rows">Rows</h2>
    {{#hasRows}}
    {{#bar}}
    <svg class="bar" role="img" aria-label="{{text}}" viewBox="0 0 1000 10" preserveAspectRatio="none">
    {{#parts}}
    <rect class="fill-{{kind}}" x="{{x}}" y="0" width="{{partWidth}}" height="10"/>
    {{/parts}}
    </svg>
    <table class="counts">
    <caption>{{text}}</caption>
    <thead><tr><th scope="col">What became of them</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Share</th></tr></thead>
    <tbody>
    {{#lines}}
    <tr{{#isZero}} class="zero"{{/isZero}}><th scope="row"><span class="swatch fill-{{kind}}" aria-hidden="true"></span>{{name}} <span class="soft">{{meaning}}</span></th><td class="number">{{count}}</td><td class="number">{{share}}</td></tr>
    {{/lines}}
    </tbody>
    </table>
    {{/bar}}
    {{/hasRows}}
    {{^hasRows}}<p class="soft">No row was read.</p>{{/hasRows}}
    <dl class="facts">
    {{#people}}
    <div><dt>{{term}}</dt><dd>{{value}}</dd></div>
    {{/people}}
    </dl>
    </section>

    """

  private static let people = """
    {{#hasEffects}}
    <section aria-labelledby="effects">
    <h2 id="effects">Effects</h2>
    <table>
    <thead><tr><th scope="col">Effect</th><th scope="col" class="number">{{issuedHeading}}</th><th scope="col" class="number">Held back</th></tr></thead>
    <tbody>
    {{#effects}}
    <tr><th scope="row"><code>{{effectID}}</code>{{#isDestructive}} <span class="tag bad">destructive</span>{{/isDestructive}} <span class="soft below">{{effectMeaning}}</span></th><td class="number">{{effectRows}}</td><td class="number{{#isHeld}} warning{{/isHeld}}">{{effectHeld}}</td></tr>
    {{/effects}}
    </tbody>
    </table>
    </section>
    {{/hasEffects}}
    {{#hasLimits}}
    <section aria-labelledby="limits">
    <h2 id="limits">Limits</h2>
    <table class="limits">
    <thead><tr><th scope="col">Limit</th><th scope="col" class="number">Allowed</th><th scope="col" class="number">Actual</th><th scope="col">Verdict</th></tr></thead>
    <tbody>
    {{#limits}}
    <tr><th scope="row"><code>{{limitName}}</code></th><td class="number">{{allowed}}</td><td class="number">{{actual}}</td><td><span class="tag {{verdictTone}}">{{verdict}}</span></td></tr>
    {{/limits}}
    </tbody>
    </table>
    </section>
    {{/hasLimits}}
    {{#perishing}}
    <section aria-labelledby="perishing">
    <h2 id="perishing">Best before</h2>
    <dl class="facts">
    {{#dates}}
    <div><dt>{{dateTerm}}</dt><dd><time datetime="{{dateMachine}}">{{dateText}}</time> <span class="below {{perishingTone}}">{{relation}}</span></dd></div>
    {{/dates}}
    </dl>
    </section>
    {{/perishing}}

    """

  private static let findings = """
    <section aria-labelledby="findings">
    <h2 id="findings">{{findingsHeading}}</h2>
    {{^hasGroups}}<p class="soft">None.</p>{{/hasGroups}}
    {{#groups}}
    <details{{#isOpen}} open{{/isOpen}}>
    <summary><span class="tag {{severity}}">{{severity}}</span> <span class="what"><code>{{code}}</code>{{#rule}} <code class="rule">{{rule}}</code>{{/rule}} <span class="below">{{#summary}}{{#plain}}{{plain}}{{/plain}}{{#name}}<code>{{name}}</code>{{/name}}{{/summary}}</span></span> <span class="number">{{groupCount}}</span></summary>
    <div class="inside">
    <p><span class="label">What to do</span> {{#remedy}}{{#plain}}{{plain}}{{/plain}}{{#name}}<code>{{name}}</code>{{/name}}{{/remedy}}</p>
    {{#hasFirst}}
    <table class="found" role="table">
    <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Column</th><th scope="col" role="columnheader">What</th></tr></thead>
    <tbody role="rowgroup">
    {{#first}}
    <tr role="row"><td role="cell">{{input}} <span class="below">{{place}}</span></td><td role="cell">{{#column}}<code>{{column}}</code>{{/column}}</td><td role="cell">{{message}}{{#excerpt}} <code class="excerpt">{{excerpt}}</code>{{/excerpt}}{{#rowHelp}} <span class="soft below">{{rowHelp}}</span>{{/rowHelp}}</td></tr>
    {{/first}}
    </tbody>
    </table>
    {{#more}}<p class="soft">… {{more}}</p>{{/more}}
    {{/hasFirst}}
    </div>
    </details>
    {{/groups}}
    </section>

    """

  private static let files = """
    {{#hasInputs}}
    <section aria-labelledby="inputs">
    <h2 id="inputs">Inputs</h2>
    <table>
    <thead><tr><th scope="col">Name</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Size</th></tr></thead>
    <tbody>
    {{#inputs}}
    <tr><th scope="row">{{inputName}}</th><td class="number">{{inputRows}}</td><td class="number">{{inputBytes}}</td></tr>
    {{/inputs}}
    </tbody>
    </table>
    </section>
    {{/hasInputs}}
    {{#hasOutputs}}
    <section aria-labelledby="outputs">
    <h2 id="outputs">Outputs</h2>
    <table>
    <thead><tr><th scope="col">Kind</th><th scope="col">File</th></tr></thead>
    <tbody>
    {{#outputs}}
    <tr><th scope="row">{{outputKind}}</th><td><code>{{path}}</code></td></tr>
    {{/outputs}}
    </tbody>
    </table>
    </section>
    {{/hasOutputs}}

    """

  private static let foot = """
    </main>
    <footer><p>This page holds no token and no key. Excerpts of findings may show what users entered.</p></footer>
    </body>
    </html>

    """
}
