# Completion of apparate for fish: apparate completion fish | source

function __apparate_completion
    set -l words (commandline --current-process --cut-at-cursor | string collect)
    set -l word (commandline --current-token --cut-at-cursor | string collect)
    env COMP_WORDS="$words" COMP_CWORD="$word" _APPARATE_COMPLETE=fish_complete apparate 2>/dev/null \
        | while read --line line
        set -l parts (string split --max 1 , -- $line)
        switch $parts[1]
            case plain
                echo $parts[2]
            case file dir
                __fish_complete_path (commandline --current-token)
        end
    end
end

for name in apparate apparate-ng
    complete --command $name --no-files --keep-order --arguments '(__apparate_completion)'
end
