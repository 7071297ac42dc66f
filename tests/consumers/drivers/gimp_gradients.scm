; Write each gradient that GIMP has loaded to the file ANSWER: its name, and the ends of its segments, a line each.
(let* ((answer (open-output-file "ANSWER"))
       (say (lambda (color)
              (for-each (lambda (level) (display level answer) (display " " answer)) color)
              (newline answer))))
  (for-each
    (lambda (gradient)
      (display (string-append "gradient " gradient "\n") answer)
      (let ((count (car (gimp-gradient-get-number-of-segments gradient))))
        (do ((index 0 (+ index 1))) ((= index count))
          (say (car (gimp-gradient-segment-get-left-color gradient index)))
          (say (car (gimp-gradient-segment-get-right-color gradient index))))))
    (cadr (gimp-gradients-get-list "")))
  (close-output-port answer))
