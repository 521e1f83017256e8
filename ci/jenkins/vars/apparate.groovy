// The steps of a deployment with apparate: plan, approve, apply. In a shared library this file is vars/apparate.groovy,
// and a pipeline calls apparate.plan() and so on, or apparate() for all of it. In a project's own repository it is loaded:
// apparate = load 'ci/apparate.groovy'.

/** Plan, ask where jobs would change, and apply that very plan; nothing is occupied while somebody makes up their mind. */
def call(Map options = [:]) {
    boolean changes = false
    node(options.agent ?: '') {
        checkout scm
        changes = plan(options)
    }
    if (changes) {
        approve(options)
    }
    node(options.agent ?: '') {
        apply(options)
    }
}

/** Plan the release of the library in `project`; keeps plan, wheel and page. True where jobs would change. */
boolean plan(Map options = [:]) {
    int status = execute(options, '''
        rm -rf plan && mkdir plan
        "$APPARATE" plan "$PROJECT" --out plan/plan.json --report plan/plan.html --detailed-exitcode
    ''')
    archiveArtifacts(artifacts: 'plan/**', allowEmptyArchive: true, fingerprint: true)
    if (status != 0 && status != 10) {
        error("apparate plan: exit code ${status}; nothing was changed")
    }
    stash(name: 'apparate-plan', includes: 'plan/**')
    return status == 10
}

/** Wait for somebody to approve, for `hours` at most; the record of the deployment then has the name. */
def approve(Map options = [:]) {
    Map question = [message: 'Move the jobs as the plan says?', ok: 'Apply', submitterParameter: 'approvedBy']
    if (options.approvers) {
        question.submitter = options.approvers
    }
    timeout(time: options.hours ?: 4, unit: 'HOURS') {
        env.APPARATE_APPROVED_BY = input(question)
    }
}

/** Carry out the plan that was made before, on whatever agent; keeps the page and the results. */
def apply(Map options = [:]) {
    dir('plan') {
        deleteDir()
    }
    unstash('apparate-plan')
    int status = execute(options, '''
        rm -rf deployment && mkdir deployment
        "$APPARATE" apply plan/plan.json --yes --report deployment/deployment.html --report deployment/deployment.xml
    ''')
    archiveArtifacts(artifacts: 'deployment/**', allowEmptyArchive: true, fingerprint: true)
    junit(testResults: 'deployment/*.xml', allowEmptyResults: true)
    if (status == 3) {
        unstable('Partial: some jobs were not changed; the log above names each, and why')
    } else if (status == 4) {
        error('Stale: the workspace changed since the plan; nothing was written. Run the build again')
    } else if (status != 0) {
        error("apparate apply: exit code ${status}; the log above says what stands where")
    }
}

/** Run a script with apparate installed and somebody signed in; gives its exit code. */
int execute(Map options, String script) {
    String id = options.credentials ?: 'databricks'
    List signIn = [
        string(credentialsId: "${id}-host", variable: 'DATABRICKS_HOST'),
        string(credentialsId: "${id}-client-id", variable: 'DATABRICKS_CLIENT_ID'),
        string(credentialsId: "${id}-client-secret", variable: 'DATABRICKS_CLIENT_SECRET')
    ]
    List settings = [
        "PROJECT=${options.project ?: '.'}",
        "REQUIREMENT=${options.requirement ?: 'apparate-ng==@VERSION@'}",
        "APPARATE=${pwd(tmp: true)}/apparate/bin/apparate"
    ]
    return withEnv(settings) {
        sh('''
            venv=${APPARATE%/bin/apparate}
            [ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
            "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$REQUIREMENT"
        ''')
        return withCredentials(signIn) {
            return sh(returnStatus: true, script: script)
        }
    }
}

return this
